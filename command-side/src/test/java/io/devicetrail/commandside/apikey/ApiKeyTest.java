package io.devicetrail.commandside.apikey;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.RIVALS_SITE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.apikey.ApiKeyCommand.IssueApiKey;
import io.devicetrail.domain.apikey.ApiKeyCommand.RevokeApiKey;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeyRejection.AlreadyRevoked;
import io.devicetrail.domain.apikey.ApiKeyRejection.ExpiryUnfit;
import io.devicetrail.domain.apikey.ApiKeyRejection.PermissionNotOfRoles;
import io.devicetrail.domain.apikey.ApiKeyRejection.RoleNotForKeys;
import io.devicetrail.domain.device.DeviceRejection.SiteUnknown;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeyTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant END = NOW.plus(ApiKeyAggregate.LONGEST);
    private static final ApiKeyId KEY = new ApiKeyId(new UUID(7, 7));
    private static final List<String> ROLES = List.of("integrator", "operator");
    private static final ApiKeyIssued ISSUED = new ApiKeyIssued(KEY, ACME, BASEL, "MES", ROLES, List.of(), END);

    private final AggregateTestFixture<ApiKeyAggregate> key = Fixtures.fixture(ApiKeyAggregate.class, Fixtures.world());

    @BeforeEach
    void now() {
        key.registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));
    }

    @Test
    void aKeyIsIssuedForASiteOrAWholeTenantAndRevokedOnce() {
        key.givenNoPriorActivity().when(issue(ACME, BASEL, ROLES, END)).expectEvents(ISSUED);
        key.givenNoPriorActivity()
                .when(issue(ACME, null, ROLES, END))
                .expectEvents(new ApiKeyIssued(KEY, ACME, null, "MES", ROLES, List.of(), END));
        key.given(ISSUED).when(new RevokeApiKey(KEY)).expectEvents(new ApiKeyRevoked(KEY));
        key.given(ISSUED, new ApiKeyRevoked(KEY))
                .when(new RevokeApiKey(KEY))
                .expectExceptionDetails(new AlreadyRevoked())
                .expectNoEvents();
    }

    @Test
    void aKeyIsIssuedOnce() {
        key.given(ISSUED).when(issue(ACME, BASEL, ROLES, END)).expectExceptionDetails(new KeyReused());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"auditor", "quality-approver", "tenant-administrator", "platform-administrator", "no-such-role"})
    @Requirement("11.10(g)")
    void aMachineNeitherAdministersNorJudges(String role) {
        key.givenNoPriorActivity()
                .when(issue(ACME, null, List.of("operator", role), END))
                .expectExceptionDetails(new RoleNotForKeys(role))
                .expectNoEvents();
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, 400 * 86_400 + 1})
    @Requirement("11.300(b)")
    void aKeyEndsInTimeToBeLookedAt(long seconds) {
        key.givenNoPriorActivity()
                .when(issue(ACME, null, ROLES, NOW.plusSeconds(seconds)))
                .expectExceptionDetails(new ExpiryUnfit(Duration.ofDays(400)))
                .expectNoEvents();
    }

    @Test
    void itOpensATenantThatThereIsAndASiteOfIt() {
        key.givenNoPriorActivity()
                .when(issue(ACME, RIVALS_SITE, ROLES, END))
                .expectExceptionDetails(new SiteUnknown(RIVALS_SITE));
        for (TenantId none : List.of(new TenantId("nobody"), TenantId.INSTALLATION)) {
            key.givenNoPriorActivity()
                    .when(issue(none, null, ROLES, END))
                    .expectExceptionDetails(new TenantUnknown(none));
        }
    }

    @Test
    void aRequestHasAShape() {
        for (List<String> roles : List.of(List.<String>of(), List.of("operator", "operator"), List.of(" "))) {
            assertThatThrownBy(() -> issue(ACME, null, roles, END)).isInstanceOf(MalformedInput.class);
        }
        assertThatThrownBy(() -> new IssueApiKey(KEY, ACME, null, " ", ROLES, List.of(), END))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("name");
    }

    /** Deny by default: what no role of it allows is no permission of it. */
    @Test
    void aKeyHasNoPermissionThatItsRolesDoNot() {
        List<String> fit = List.of("registerDevice", "device");
        key.givenNoPriorActivity()
                .when(only(fit))
                .expectEvents(new ApiKeyIssued(KEY, ACME, BASEL, "MES", List.of("integrator"), fit, END));
        for (String unfit : List.of("retireDevice", "grantRole", "nothing")) {
            key.givenNoPriorActivity()
                    .when(only(List.of("device", unfit)))
                    .expectExceptionDetails(new PermissionNotOfRoles(unfit))
                    .expectNoEvents();
        }
        assertThatThrownBy(() -> only(List.of("device", "device")))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("twice");
        assertThatThrownBy(() -> only(Collections.nCopies(IssueApiKey.MOST_PERMISSIONS + 1, "device")))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("permissions");
    }

    /** Although its role would allow it to a person. */
    @Test
    void aKeyIsGivenNothingThatTakesAPerson() {
        List<String> engineer = List.of("site-engineer");
        for (String unfit :
                List.of("sign", "requestSignature", "signing", "releaseQuarantinedMessage", "approveCommand")) {
            key.givenNoPriorActivity()
                    .when(new IssueApiKey(KEY, ACME, BASEL, "MES", engineer, List.of(unfit), END))
                    .expectExceptionDetails(new PermissionNotOfRoles(unfit))
                    .expectNoEvents();
        }
    }

    private static IssueApiKey only(List<String> permissions) {
        return new IssueApiKey(KEY, ACME, BASEL, "MES", List.of("integrator"), permissions, END);
    }

    private static IssueApiKey issue(TenantId tenant, @Nullable SiteId site, List<String> roles, Instant until) {
        return new IssueApiKey(KEY, tenant, site, "MES", roles, List.of(), until);
    }
}
