package io.devicetrail.commandside.tenant;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.BERN;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantCommand.CertifySignatures;
import io.devicetrail.domain.tenant.TenantCommand.CreateTenant;
import io.devicetrail.domain.tenant.TenantCommand.OpenSite;
import io.devicetrail.domain.tenant.TenantEvent.SignaturesCertified;
import io.devicetrail.domain.tenant.TenantEvent.SiteOpened;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.SignaturesAlreadyCertified;
import io.devicetrail.domain.tenant.TenantRejection.SiteExists;
import io.devicetrail.domain.tenant.TenantRejection.TenantExists;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class TenantTest {
    private static final TenantCreated CREATED = new TenantCreated(ACME, "Acme Ltd");
    private static final SiteOpened BASEL_OPENED = new SiteOpened(ACME, BASEL, "basel", "Basel", "Europe/Zurich");

    private final AggregateTestFixture<TenantAggregate> tenant =
            Fixtures.fixture(TenantAggregate.class, Fixtures.world());

    @Test
    void aTenantIsCreated() {
        tenant.givenNoPriorActivity().when(new CreateTenant(ACME, "Acme Ltd")).expectEvents(CREATED);
    }

    @Test
    void aTenantsNameIsGivenOnce() {
        tenant.given(CREATED)
                .when(new CreateTenant(ACME, "Another"))
                .expectExceptionDetails(new TenantExists(ACME))
                .expectNoEvents();
    }

    @Test
    void nobodyIsTheInstallation() {
        assertThatThrownBy(() -> new CreateTenant(TenantId.INSTALLATION, "Me"))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("reserved");
    }

    @Test
    void aTenantOpensSites() {
        tenant.given(CREATED, BASEL_OPENED)
                .when(new OpenSite(ACME, BERN, "bern", "Bern", "Europe/Zurich"))
                .expectEvents(new SiteOpened(ACME, BERN, "bern", "Bern", "Europe/Zurich"));
    }

    @Test
    @Requirement("11.100(c)")
    void thatSignaturesBindIsToldToAnAgencyAndPutOnRecordOnce() {
        SignaturesCertified certified = new SignaturesCertified(ACME, "FDA", "DOC-4711");
        tenant.given(CREATED)
                .when(new CertifySignatures(ACME, "FDA", "DOC-4711"))
                .expectEvents(certified);
        tenant.given(CREATED, certified)
                .when(new CertifySignatures(ACME, "FDA", "DOC-4711"))
                .expectExceptionDetails(new SignaturesAlreadyCertified("FDA", "DOC-4711"))
                .expectNoEvents();
    }

    /** A letter that nobody finds, to nobody, tells an inspector nothing. */
    @Test
    @Requirement("11.100(c)")
    void aCertificationNamesItsAgencyAndItsLetter() {
        assertThatThrownBy(() -> new CertifySignatures(ACME, " ", "DOC-4711"))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("agency");
        assertThatThrownBy(() -> new CertifySignatures(ACME, "FDA", ""))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("document");
        tenant.given(CREATED, new SignaturesCertified(ACME, "FDA", "DOC-4711"))
                .when(new CertifySignatures(ACME, "EMA", "DOC-4711"))
                .expectEvents(new SignaturesCertified(ACME, "EMA", "DOC-4711"));
        tenant.given(CREATED, new SignaturesCertified(ACME, "FDA", "DOC-4711"))
                .when(new CertifySignatures(ACME, "FDA", "DOC-4712"))
                .expectEvents(new SignaturesCertified(ACME, "FDA", "DOC-4712"));
    }

    @Test
    void aSitesKeyIsGivenOnce() {
        tenant.given(CREATED, BASEL_OPENED)
                .when(new OpenSite(ACME, BASEL, "basel", "Basel again", "Europe/Zurich"))
                .expectExceptionDetails(new SiteExists("basel"))
                .expectNoEvents();
    }
}
