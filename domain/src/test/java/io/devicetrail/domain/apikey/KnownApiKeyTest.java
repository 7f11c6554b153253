package io.devicetrail.domain.apikey;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.Requirement;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@Requirement("11.10(d)")
class KnownApiKeyTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final Instant END = Instant.parse("2026-11-20T10:00:00Z");

    /** Whatever was stored of it once: an event is never refused. */
    @Test
    void aMachineHasRolesOfTheWorkAndNoOthers() {
        assertThat(key("operator", "auditor", "quality-approver", "tenant-administrator", "platform-administrator")
                        .authorityAt(END.minusMillis(1))
                        .grants())
                .containsExactly(new Grant(ACME, null, Role.OPERATOR));
        assertThat(key("no such role").authorityAt(END.minusMillis(1)).grants()).isEmpty();
    }

    /** Less than its roles allow, and never more: whatever an event says. */
    @Test
    void itHasThosePermissionsOfItsRolesThatItWasGiven() {
        Authority authority = new KnownApiKey(
                        new ApiKeyIssued(
                                new ApiKeyId(new UUID(0, 1)),
                                ACME,
                                null,
                                "MES",
                                List.of("operator"),
                                List.of("device", "tagDevice", "grantRole", "registerDevice", "nothing"),
                                END),
                        false)
                .authorityAt(END.minusMillis(1));
        assertThat(authority.grants())
                .singleElement()
                .satisfies(grant -> assertThat(grant.role().permissions())
                        .containsExactlyInAnyOrder(Permission.DEVICE, Permission.TAG_DEVICE));
        assertThat(authority.roleFor(Permission.TAG_DEVICE, ACME, null)).isPresent();
        assertThat(authority.roleFor(Permission.REQUEST_COMMAND, ACME, null)).isEmpty();
    }

    @Test
    void itHoldsUntilItsEndOrItsRevocation() {
        KnownApiKey key = key("operator");
        assertThat(key.holdsAt(END.minusMillis(1))).isTrue();
        assertThat(key.holdsAt(END)).isFalse();
        assertThat(key.authorityAt(END).active()).isFalse();
        KnownApiKey revoked = new KnownApiKey(key.issued(), true);
        assertThat(revoked.holdsAt(END.minusMillis(1))).isFalse();
        assertThat(revoked.authorityAt(END.minusMillis(1)).active()).isFalse();
    }

    private static KnownApiKey key(String... roles) {
        return new KnownApiKey(
                new ApiKeyIssued(new ApiKeyId(new UUID(0, 1)), ACME, null, "MES", List.of(roles), List.of(), END),
                false);
    }
}
