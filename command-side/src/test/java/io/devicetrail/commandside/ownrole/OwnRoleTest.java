package io.devicetrail.commandside.ownrole;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.RIVAL;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.ownrole.OwnRoleCommand.ChangeRolePermissions;
import io.devicetrail.domain.ownrole.OwnRoleCommand.DefineRole;
import io.devicetrail.domain.ownrole.OwnRoleCommand.WithdrawRole;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RoleDefined;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RolePermissionsChanged;
import io.devicetrail.domain.ownrole.OwnRoleEvent.RoleWithdrawn;
import io.devicetrail.domain.ownrole.OwnRoleId;
import io.devicetrail.domain.ownrole.OwnRoleRejection.DutyNotForOwnRoles;
import io.devicetrail.domain.ownrole.OwnRoleRejection.PermissionUnfit;
import io.devicetrail.domain.ownrole.OwnRoleRejection.RoleExists;
import io.devicetrail.domain.ownrole.OwnRoleRejection.RoleInPolicy;
import io.devicetrail.domain.ownrole.OwnRoleRejection.RoleKeyReserved;
import io.devicetrail.domain.ownrole.OwnRoleRejection.RoleUnchanged;
import io.devicetrail.domain.ownrole.OwnRoleRejection.RoleWithdrawnForEver;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.util.Collections;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OwnRoleTest {
    private static final OwnRoleId CLEANER = OwnRoleId.of(ACME, "cleaner");
    private static final List<String> BOTH = List.of("device", "tagDevice");
    private static final RoleDefined DEFINED = new RoleDefined(CLEANER, ACME, "cleaner", Duty.WORK, "Cleaner", BOTH);
    private static final RoleWithdrawn WITHDRAWN =
            new RoleWithdrawn(CLEANER, ACME, "cleaner", Duty.WORK, "Cleaner", BOTH);

    private final PolicyWorld policies = new PolicyWorld();
    private final AggregateTestFixture<OwnRoleAggregate> role =
            Fixtures.fixture(OwnRoleAggregate.class, Fixtures.world());

    OwnRoleTest() {
        role.registerInjectableResource(policies);
    }

    @Test
    @Requirement("11.10(d)")
    void aRoleIsDefinedOnceWithItsPermissionsInOrder() {
        role.givenNoPriorActivity()
                .when(define("cleaner", Duty.WORK, List.of("tagDevice", "device", "tagDevice")))
                .expectEvents(DEFINED);
        role.given(DEFINED)
                .when(define("cleaner", Duty.WORK, BOTH))
                .expectExceptionDetails(new RoleExists("cleaner"))
                .expectNoEvents();
    }

    @Test
    @Requirement("11.10(d)")
    void aKeyIsNeverGivenAgain() {
        role.given(DEFINED, WITHDRAWN)
                .when(define("cleaner", Duty.QUALITY, List.of("auditTrail")))
                .expectExceptionDetails(new RoleExists("cleaner"))
                .expectNoEvents();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "auditor",
                "quality-approver",
                "operator",
                "site-engineer",
                "integrator",
                "tenant-administrator",
                "platform-administrator",
                "account-holder",
                "api-key",
                "process",
                "device"
            })
    void aKeyThatMeansSomethingElseIsNotGiven(String key) {
        role.givenNoPriorActivity()
                .when(define(key, Duty.WORK, BOTH))
                .expectExceptionDetails(new RoleKeyReserved(key))
                .expectNoEvents();
    }

    @ParameterizedTest
    @CsvSource({
        "WORK, auditTrail",
        "WORK, grantRole",
        "WORK, defineRole",
        "WORK, openSite",
        "WORK, log",
        "WORK, createTenant",
        "WORK, noSuchOperation",
        "QUALITY, retireDevice",
        "QUALITY, issueApiKey",
        "QUALITY, people",
        "QUALITY, ledgerEntries"
    })
    @Requirement("11.10(g)")
    void anOwnRoleReachesNeitherAdministrationNorAnotherDuty(Duty duty, String permission) {
        role.givenNoPriorActivity()
                .when(define("cleaner", duty, List.of("device", permission)))
                .expectExceptionDetails(new PermissionUnfit(permission, duty))
                .expectNoEvents();
        RoleDefined before = new RoleDefined(CLEANER, ACME, "cleaner", duty, "Cleaner", List.of("device"));
        role.given(before)
                .when(change(null, List.of("device", permission)))
                .expectExceptionDetails(new PermissionUnfit(permission, duty))
                .expectNoEvents();
    }

    @Test
    @Requirement("11.10(g)")
    void nobodyDefinesARoleThatAdministers() {
        role.givenNoPriorActivity()
                .when(define("boss", Duty.ADMINISTRATION, List.of("openSite")))
                .expectExceptionDetails(new DutyNotForOwnRoles(Duty.ADMINISTRATION))
                .expectNoEvents();
    }

    @Test
    void aRoleIsATenants() {
        TenantId nobody = new TenantId("nobody");
        role.givenNoPriorActivity()
                .when(new DefineRole(OwnRoleId.of(nobody, "cleaner"), nobody, "cleaner", "Cleaner", Duty.WORK, BOTH))
                .expectExceptionDetails(new TenantUnknown(nobody));
        assertThatThrownBy(() ->
                        new DefineRole(OwnRoleId.of(RIVAL, "cleaner"), ACME, "cleaner", "Cleaner", Duty.WORK, BOTH))
                .isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new WithdrawRole(OwnRoleId.of(RIVAL, "cleaner"), ACME, "cleaner"))
                .isInstanceOf(MalformedInput.class);
    }

    @Test
    void permissionsAndNameChange() {
        role.given(DEFINED)
                .when(change(null, List.of("device")))
                .expectEvents(new RolePermissionsChanged(
                        CLEANER, ACME, "cleaner", Duty.WORK, "Cleaner", "Cleaner", BOTH, List.of("device")));
        role.given(DEFINED)
                .when(change("Cleaner of line 1", BOTH))
                .expectEvents(new RolePermissionsChanged(
                        CLEANER, ACME, "cleaner", Duty.WORK, "Cleaner", "Cleaner of line 1", BOTH, BOTH));
        role.given(DEFINED)
                .when(change("Cleaner", List.of("tagDevice", "device")))
                .expectExceptionDetails(new RoleUnchanged())
                .expectNoEvents();
    }

    @Test
    void aRoleIsWithdrawnForEver() {
        role.given(DEFINED).when(withdraw()).expectEvents(WITHDRAWN);
        role.given(DEFINED, WITHDRAWN)
                .when(withdraw())
                .expectExceptionDetails(new RoleWithdrawnForEver("cleaner"))
                .expectNoEvents();
        role.given(DEFINED, WITHDRAWN)
                .when(change(null, List.of("device")))
                .expectExceptionDetails(new RoleWithdrawnForEver("cleaner"))
                .expectNoEvents();
    }

    /** The policy would ask for what nobody could give any more. */
    @Test
    @Requirement({"11.10(f)", "11.10(g)"})
    void aRoleThatAPolicyNamesIsNeitherWithdrawnNorKeptFromSigning() {
        List<String> signing = List.of("device", "sign");
        RoleDefined signer = new RoleDefined(CLEANER, ACME, "cleaner", Duty.WORK, "Cleaner", signing);
        SignatureStep named = new SignatureStep(SignatureMeaning.REVIEW, List.of("operator", "cleaner"), 1);
        SignatureStep another = new SignatureStep(SignatureMeaning.APPROVAL, List.of("quality-approver"), 1);
        RoleInPolicy refusal = new RoleInPolicy("cleaner", SignableKind.CORRECTION);
        policies.policy(SignableKind.DEVICE_COMMAND, new SignaturePolicy(List.of(another), true));
        role.given(signer).when(change(null, List.of("device"))).expectSuccessfulHandlerExecution();
        role.given(signer).when(withdraw()).expectSuccessfulHandlerExecution();

        policies.policy(SignableKind.CORRECTION, new SignaturePolicy(List.of(another, named), true));
        role.given(signer).when(withdraw()).expectExceptionDetails(refusal).expectNoEvents();
        role.given(signer)
                .when(change(null, List.of("device")))
                .expectExceptionDetails(refusal)
                .expectNoEvents();
        role.given(signer).when(change("Cleaner of line 1", List.of("sign"))).expectSuccessfulHandlerExecution();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ab",
                "Cleaner",
                "1cleaner",
                "cleaner of line 1",
                "-cleaner",
                "a23456789-123456789-123456789-123456789-1"
            })
    void aKeyHasAForm(String key) {
        assertThatThrownBy(() -> define(key, Duty.WORK, BOTH))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("must be 3 to 40");
    }

    @Test
    void aRoleAllowsSomethingAndNotWithoutEnd() {
        assertThatThrownBy(() -> define("cleaner", Duty.WORK, List.of()))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("permissions");
        assertThatThrownBy(() -> define("cleaner", Duty.WORK, Collections.nCopies(101, "device")))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("permissions");
    }

    private static DefineRole define(String key, Duty duty, List<String> permissions) {
        return new DefineRole(OwnRoleId.of(ACME, key), ACME, key, "Cleaner", duty, permissions);
    }

    private static ChangeRolePermissions change(@Nullable String name, List<String> permissions) {
        return new ChangeRolePermissions(CLEANER, ACME, "cleaner", name, permissions);
    }

    private static WithdrawRole withdraw() {
        return new WithdrawRole(CLEANER, ACME, "cleaner");
    }
}
