package io.devicetrail.domain.authority;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.Requirement;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@Requirement({"11.10(d)", "11.10(g)"})
class AuthorityTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final TenantId RIVAL = new TenantId("rival");
    private static final SiteId BASEL = SiteId.of(ACME, "basel");
    private static final SiteId BERN = SiteId.of(ACME, "bern");

    @Test
    void whatIsNotGrantedIsDenied() {
        assertThat(Authority.NONE.roleFor(Permission.LOG, ACME, null)).isEmpty();
        assertThat(with(Role.OPERATOR, ACME, null).roleFor(Permission.RETIRE_DEVICE, ACME, BASEL))
                .isEmpty();
    }

    @Test
    void aRoleOfATenantReachesAllItsSitesAndNoOtherTenant() {
        Authority operator = with(Role.OPERATOR, ACME, null);
        assertThat(operator.roleFor(Permission.SUSPEND_DEVICE, ACME, BASEL)).contains(GrantedRole.of(Role.OPERATOR));
        assertThat(operator.roleFor(Permission.FLEET, ACME, null)).contains(GrantedRole.of(Role.OPERATOR));
        assertThat(operator.roleFor(Permission.SUSPEND_DEVICE, RIVAL, null)).isEmpty();
    }

    @Test
    void aRoleOfASiteReachesWhatIsThereOnly() {
        Authority operator = with(Role.OPERATOR, ACME, BASEL);
        assertThat(operator.roleFor(Permission.SUSPEND_DEVICE, ACME, BASEL)).contains(GrantedRole.of(Role.OPERATOR));
        assertThat(operator.roleFor(Permission.SUSPEND_DEVICE, ACME, BERN)).isEmpty();
        assertThat(operator.roleFor(Permission.FLEET, ACME, null))
                .as("the whole tenant's fleet")
                .isEmpty();
    }

    @Test
    void whatIsOfNoTenantNeedsTheRoleAnywhere() {
        assertThat(with(Role.OPERATOR, ACME, BASEL).roleFor(Permission.LOG, TenantId.INSTALLATION, null))
                .contains(GrantedRole.of(Role.OPERATOR));
        assertThat(with(Role.OPERATOR, ACME, null).roleFor(Permission.CREATE_TENANT, RIVAL, null))
                .isEmpty();
    }

    @Test
    void whoAdministersTheInstallationMakesAdministratorsOfAnyTenantAndDoesNothingElseThere() {
        Authority platform = with(Role.PLATFORM_ADMINISTRATOR, TenantId.INSTALLATION, null);
        assertThat(platform.roleFor(Permission.GRANT_ROLE, ACME, null))
                .contains(GrantedRole.of(Role.PLATFORM_ADMINISTRATOR));
        assertThat(platform.roleFor(Permission.DEVICES, ACME, null)).isEmpty();
        assertThat(platform.roleFor(Permission.AUDIT_TRAIL, ACME, null)).isEmpty();
        assertThat(platform.roleFor(Permission.AUDIT_TRAIL, TenantId.INSTALLATION, null))
                .contains(GrantedRole.of(Role.PLATFORM_ADMINISTRATOR));
        assertThat(with(Role.AUDITOR, TenantId.INSTALLATION, null).roleFor(Permission.AUDIT_TRAIL, ACME, null))
                .as("who reads the installation's records reads no tenant's")
                .isEmpty();
    }

    @Test
    void aDeactivatedPersonsRolesDoNotCount() {
        Authority away = new Authority(false, Set.of(new Grant(ACME, null, Role.OPERATOR)));
        assertThat(away.roleFor(Permission.SUSPEND_DEVICE, ACME, BASEL)).isEmpty();
    }

    @Test
    void aQuestionIsAnsweredOfThePlacesWhereItsPermissionIsHeld() {
        Authority ada = new Authority(
                true,
                Set.of(
                        new Grant(ACME, BASEL, Role.OPERATOR),
                        new Grant(RIVAL, null, Role.AUDITOR),
                        new Grant(TenantId.INSTALLATION, null, Role.AUDITOR)));
        assertThat(ada.placesFor(Permission.DEVICES))
                .containsExactlyInAnyOrder(
                        new Place(ACME, BASEL), new Place(RIVAL, null), new Place(TenantId.INSTALLATION, null));
        assertThat(ada.placesFor(Permission.AUDIT_TRAIL))
                .as("an operator does not read the audit trail")
                .containsExactlyInAnyOrder(new Place(RIVAL, null), new Place(TenantId.INSTALLATION, null));
        assertThat(ada.placesFor(Permission.REQUEST_COMMAND)).containsExactly(new Place(ACME, BASEL));
        assertThat(ada.places()).hasSize(3);
    }

    @Test
    void whoAdministersTheInstallationSeesNoDevices() {
        Authority platform = with(Role.PLATFORM_ADMINISTRATOR, TenantId.INSTALLATION, null);
        assertThat(platform.placesFor(Permission.DEVICES)).isEmpty();
        assertThat(platform.placesFor(Permission.FLEET)).isEmpty();
        assertThat(platform.placesFor(Permission.TENANTS)).containsExactly(new Place(TenantId.INSTALLATION, null));
    }

    @Test
    void aDeactivatedPersonSeesNothing() {
        Authority away = new Authority(false, Set.of(new Grant(ACME, null, Role.AUDITOR)));
        assertThat(away.placesFor(Permission.DEVICES)).isEmpty();
        assertThat(away.places()).isEmpty();
        assertThat(Authority.NONE.places()).isEmpty();
    }

    @Test
    void aTenantsOwnRoleAllowsItsPermissionsWhereItIsGrantedAndNothingElse() {
        GrantedRole cleaner = GrantedRole.own("cleaner", Duty.WORK, List.of("device", "tagDevice"));
        Authority atBasel = new Authority(true, Set.of(new Grant(ACME, BASEL, cleaner)));
        assertThat(atBasel.roleFor(Permission.TAG_DEVICE, ACME, BASEL)).contains(cleaner);
        assertThat(atBasel.placesFor(Permission.DEVICE)).containsExactly(new Place(ACME, BASEL));
        assertThat(atBasel.roleFor(Permission.TAG_DEVICE, ACME, BERN)).isEmpty();
        assertThat(atBasel.roleFor(Permission.TAG_DEVICE, RIVAL, null)).isEmpty();
        for (Permission other : Permission.values()) {
            if (other != Permission.TAG_DEVICE && other != Permission.DEVICE) {
                assertThat(atBasel.roleFor(other, ACME, BASEL)).as("%s", other).isEmpty();
                assertThat(atBasel.placesFor(other)).as("%s", other).isEmpty();
            }
        }
    }

    @Test
    void whereSeveralRolesAllowItABuiltInOneIsInForce() {
        GrantedRole aaa = GrantedRole.own("aaa", Duty.WORK, List.of("tagDevice"));
        GrantedRole bbb = GrantedRole.own("bbb", Duty.WORK, List.of("tagDevice"));
        Authority own = new Authority(true, Set.of(new Grant(ACME, null, bbb), new Grant(ACME, null, aaa)));
        assertThat(own.roleFor(Permission.TAG_DEVICE, ACME, null)).contains(aaa);
        Authority both = new Authority(true, Set.of(new Grant(ACME, null, aaa), new Grant(ACME, null, Role.OPERATOR)));
        assertThat(both.roleFor(Permission.TAG_DEVICE, ACME, null)).contains(GrantedRole.of(Role.OPERATOR));
    }

    /** Whatever an event says: also one that an older or a newer version wrote. */
    @Test
    void anOwnRoleNeverReachesAdministrationNorAnotherDuty() {
        List<String> everything =
                Arrays.stream(Permission.values()).map(Permission::operation).toList();
        for (Duty duty : Duty.values()) {
            for (Permission held :
                    GrantedRole.own("everything", duty, everything).permissions()) {
                assertThat(held.reach()).as("%s", held).isEqualTo(Permission.Reach.TENANT);
                assertThat(held.holders()).as("%s of %s", held, duty).anyMatch(role -> role.duty() == duty);
            }
        }
        assertThat(GrantedRole.own("boss", Duty.ADMINISTRATION, everything).permissions())
                .isEmpty();
        assertThat(GrantedRole.own("worker", Duty.WORK, everything).permissions())
                .contains(Permission.RETIRE_DEVICE, Permission.SIGN)
                .doesNotContain(Permission.AUDIT_TRAIL, Permission.GRANT_ROLE, Permission.OPEN_SITE);
        assertThat(GrantedRole.own("judge", Duty.QUALITY, everything).permissions())
                .contains(Permission.AUDIT_TRAIL, Permission.SIGN)
                .doesNotContain(Permission.RETIRE_DEVICE, Permission.PEOPLE, Permission.LEDGER_ENTRIES);
        assertThat(GrantedRole.own("later", Duty.WORK, List.of("noSuchOperation"))
                        .permissions())
                .isEmpty();
    }

    @Test
    void whoHasARoleForTheWholeTenantKnowsItsSites() {
        assertThat(with(Role.OPERATOR, ACME, null).knows(ACME, BASEL)).isTrue();
        assertThat(with(Role.OPERATOR, ACME, BASEL).knows(ACME, BASEL)).isTrue();
        assertThat(with(Role.OPERATOR, ACME, BERN).knows(ACME, BASEL)).isFalse();
        assertThat(with(Role.OPERATOR, RIVAL, null).knows(ACME, BASEL)).isFalse();
    }

    @Test
    @Requirement("Annex 11 draft 12.3")
    void administrationGoesWithNothingElse() {
        assertThat(Duty.ADMINISTRATION.goesWith(Duty.ADMINISTRATION)).isTrue();
        assertThat(Duty.WORK.goesWith(Duty.QUALITY)).isTrue();
        assertThat(Duty.ADMINISTRATION.goesWith(Duty.QUALITY)).isFalse();
        assertThat(Duty.WORK.goesWith(Duty.ADMINISTRATION)).isFalse();
    }

    private static Authority with(Role role, TenantId tenant, @Nullable SiteId site) {
        return new Authority(true, Set.of(new Grant(tenant, site, role)));
    }
}
