package io.devicetrail.commandside.tenant;

import static io.devicetrail.commandside.Fixtures.ACME;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.tenant.ListSigner;
import io.devicetrail.domain.tenant.ListSigners;
import io.devicetrail.domain.tenant.TenantCommand.DistrustListSigner;
import io.devicetrail.domain.tenant.TenantCommand.TrustListSigner;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantEvent.ListSignerDistrusted;
import io.devicetrail.domain.tenant.TenantEvent.ListSignerTrusted;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantRejection.ListSignerNotTrusted;
import io.devicetrail.domain.tenant.TenantRejection.ListSignerTrustedBefore;
import io.devicetrail.domain.tenant.TenantRejection.TooManyListSigners;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** By whose signatures a tenant takes lists. */
class ListSignerTest {
    private static final TenantCreated CREATED = new TenantCreated(ACME, "Acme Ltd");
    private static final String FLOW = "Flow AG";

    private final AggregateTestFixture<TenantAggregate> tenant =
            Fixtures.fixture(TenantAggregate.class, Fixtures.world());

    @Test
    void aSignerIsTrustedOnceForEachManufacturer() {
        tenant.given(CREATED)
                .when(new TrustListSigner(ACME, " Flow AG ", signer("a")))
                .expectEvents(trusted(FLOW, "a"));
        tenant.given(CREATED, trusted(FLOW, "a"))
                .when(new TrustListSigner(ACME, FLOW, signer("a")))
                .expectExceptionDetails(new ListSignerTrustedBefore("a"))
                .expectNoEvents();
        tenant.given(CREATED, trusted(FLOW, "a"))
                .when(new TrustListSigner(ACME, "Heat AG", signer("a")))
                .expectEvents(trusted("Heat AG", "a"));
    }

    @Test
    void whatIsTrustedIsTakenBackAndMayComeBack() {
        ListSignerDistrusted gone = new ListSignerDistrusted(ACME, FLOW, "a");
        tenant.given(CREATED, trusted(FLOW, "a"))
                .when(new DistrustListSigner(ACME, FLOW, "a"))
                .expectEvents(gone);
        tenant.given(CREATED, trusted(FLOW, "a"))
                .when(new DistrustListSigner(ACME, "Heat AG", "a"))
                .expectExceptionDetails(new ListSignerNotTrusted("a"))
                .expectNoEvents();
        tenant.given(CREATED, trusted(FLOW, "a"), gone)
                .when(new DistrustListSigner(ACME, FLOW, "a"))
                .expectExceptionDetails(new ListSignerNotTrusted("a"))
                .expectNoEvents();
        tenant.given(CREATED, trusted(FLOW, "a"), gone)
                .when(new TrustListSigner(ACME, FLOW, signer("a")))
                .expectEvents(trusted(FLOW, "a"));
    }

    @Test
    void aTenantTrustsNoMoreThanItCanOversee() {
        List<Object> events = new ArrayList<>(List.of(CREATED));
        for (int i = 0; i < ListSigners.MOST; i++) {
            events.add(trusted(FLOW, "s" + i));
        }
        tenant.given(events)
                .when(new TrustListSigner(ACME, "Heat AG", signer("one more")))
                .expectExceptionDetails(new TooManyListSigners(ListSigners.MOST))
                .expectNoEvents();
    }

    /** Who takes back a stolen key must not open the door to lists without any. */
    @Test
    void whoSignedOnceSignsForGood() {
        ListSigners signers = ListSigners.NONE;
        assertThat(signers.mustSign(FLOW)).isFalse();
        for (TenantEvent event : List.of(CREATED, trusted(FLOW, "a"), new ListSignerDistrusted(ACME, FLOW, "a"))) {
            signers = signers.after(event);
        }
        assertThat(signers.of(FLOW)).isEmpty();
        assertThat(signers.mustSign(FLOW)).isTrue();
        assertThat(signers.mustSign("Heat AG")).isFalse();
    }

    private static ListSignerTrusted trusted(String manufacturer, String fingerprint) {
        return new ListSignerTrusted(ACME, manufacturer, signer(fingerprint));
    }

    private static ListSigner signer(String fingerprint) {
        return new ListSigner(
                fingerprint,
                "CN=" + fingerprint,
                Instant.parse("2026-11-20T10:00:00Z"),
                Instant.parse("2027-11-20T10:00:00Z"),
                "pem");
    }
}
