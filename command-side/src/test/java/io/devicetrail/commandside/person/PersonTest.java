package io.devicetrail.commandside.person;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.RIVAL;
import static io.devicetrail.commandside.Fixtures.RIVALS_SITE;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceRejection.SiteUnknown;
import io.devicetrail.domain.ownrole.OwnRole;
import io.devicetrail.domain.person.PersonCommand;
import io.devicetrail.domain.person.PersonCommand.DeactivatePerson;
import io.devicetrail.domain.person.PersonCommand.GrantRole;
import io.devicetrail.domain.person.PersonCommand.ReactivatePerson;
import io.devicetrail.domain.person.PersonCommand.RegisterPerson;
import io.devicetrail.domain.person.PersonCommand.RevokeRole;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonEvent.PersonReactivated;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonEvent.RoleRevoked;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.person.PersonRejection.DutiesNotSeparate;
import io.devicetrail.domain.person.PersonRejection.OwnAuthority;
import io.devicetrail.domain.person.PersonRejection.PersonActive;
import io.devicetrail.domain.person.PersonRejection.PersonExists;
import io.devicetrail.domain.person.PersonRejection.PersonNotActive;
import io.devicetrail.domain.person.PersonRejection.PersonUnknown;
import io.devicetrail.domain.person.PersonRejection.RoleEnded;
import io.devicetrail.domain.person.PersonRejection.RoleHeld;
import io.devicetrail.domain.person.PersonRejection.RoleMisplaced;
import io.devicetrail.domain.person.PersonRejection.RoleNotHeld;
import io.devicetrail.domain.person.PersonRejection.RoleUnknown;
import io.devicetrail.domain.person.PersonRejection.TooManyOwnRoles;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PersonTest {
    private static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");
    private static final String BEA = PersonId.of(PersonId.LOCAL, "bea").toString();
    private static final PersonRegistered REGISTERED =
            new PersonRegistered(ADA, PersonId.LOCAL, "ada", "Ada Löwe", "HR 4711");
    private static final RoleGranted OPERATOR = new RoleGranted(ADA, ACME, null, "operator", Duty.WORK, "TR 1");

    private final AggregateTestFixture<PersonAggregate> person =
            Fixtures.fixture(PersonAggregate.class, Fixtures.world());

    @Test
    void somebodyIsRegistered() {
        person.givenNoPriorActivity().when(registration()).expectEvents(REGISTERED);
    }

    @Test
    @Requirement("11.100(a)")
    void aNameIsGivenOnceAlsoAfterADeactivation() {
        person.given(REGISTERED, new PersonDeactivated(ADA))
                .when(registration())
                .expectExceptionDetails(new PersonExists("ada"))
                .expectNoEvents();
    }

    @ParameterizedTest
    @CsvSource({
        "local, Ada",
        "local, ab",
        "local, a b c",
        "http://login.example.com, 4711",
        "http://127.0.0.1.example.com, 4711",
        "login, 4711",
        "https:x, 4711"
    })
    void aNameHasAForm(String issuer, String subject) {
        assertThatThrownBy(() -> new RegisterPerson(PersonId.of(issuer, subject), issuer, subject, "Ada", "HR 1"))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("must be");
    }

    @Test
    void anotherIssuersNameIsAnotherPerson() {
        PersonId there = PersonId.of("https://login.example.com", "ada");
        new RegisterPerson(there, "https://login.example.com", "ada", "Ada", "HR 1");
        assertThatThrownBy(() -> new RegisterPerson(ADA, "https://login.example.com", "ada", "Ada", "HR 1"))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("is not the id of this name");
    }

    @Test
    @Requirement("11.100(b)")
    void nobodyIsRegisteredWithoutTheRecordOfTheirIdentity() {
        assertThatThrownBy(() -> new RegisterPerson(ADA, PersonId.LOCAL, "ada", "Ada", " "))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("identityProof");
    }

    @Test
    void aRoleIsGrantedForATenantOrASite() {
        accepted(person.given(REGISTERED), grant(ACME, "operator"), OPERATOR);
        accepted(
                person.given(REGISTERED, OPERATOR),
                new GrantRole(ADA, ACME, BASEL, "auditor", "TR 2"),
                new RoleGranted(ADA, ACME, BASEL, "auditor", Duty.QUALITY, "TR 2"));
        accepted(
                person.given(REGISTERED),
                grant(TenantId.INSTALLATION, "platform-administrator"),
                new RoleGranted(
                        ADA, TenantId.INSTALLATION, null, "platform-administrator", Duty.ADMINISTRATION, "TR 1"));
    }

    @Test
    @Requirement("11.10(i)")
    void aRoleNeedsTheRecordOfItsTraining() {
        assertThatThrownBy(() -> new GrantRole(ADA, ACME, null, "operator", " "))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("trainingRecord");
    }

    @Test
    void aRoleIsRefused() {
        refused(grant(ACME, "king"), new RoleUnknown("king"), REGISTERED);
        refused(grant(ACME, "operator"), new RoleHeld("operator"), REGISTERED, OPERATOR);
        refused(grant(ACME, "operator"), new PersonNotActive(), REGISTERED, new PersonDeactivated(ADA));
        refused(grant(new TenantId("nobody"), "operator"), new TenantUnknown(new TenantId("nobody")), REGISTERED);
        refused(new GrantRole(ADA, ACME, RIVALS_SITE, "operator", "TR 1"), new SiteUnknown(RIVALS_SITE), REGISTERED);
        refused(grant(ACME, "platform-administrator"), new RoleMisplaced("platform-administrator", true), REGISTERED);
        refused(grant(TenantId.INSTALLATION, "operator"), new RoleMisplaced("operator", false), REGISTERED);
        accepted(
                person.given(REGISTERED),
                grant(TenantId.INSTALLATION, "auditor"),
                new RoleGranted(ADA, TenantId.INSTALLATION, null, "auditor", Duty.QUALITY, "TR 1"));
    }

    @Test
    @Requirement("11.10(d)")
    void aTenantsOwnRoleIsGrantedThereWithItsDutyWhileItIsInForce() {
        accepted(
                person.given(REGISTERED),
                new GrantRole(ADA, ACME, BASEL, "cleaner", "TR 1"),
                new RoleGranted(ADA, ACME, BASEL, "cleaner", Duty.WORK, "TR 1"));
        accepted(
                person.given(REGISTERED),
                grant(ACME, "judge"),
                new RoleGranted(ADA, ACME, null, "judge", Duty.QUALITY, "TR 1"));
        refused(grant(ACME, "gone"), new RoleEnded("gone"), REGISTERED);
        refused(grant(RIVAL, "cleaner"), new RoleUnknown("cleaner"), REGISTERED);
        refused(grant(TenantId.INSTALLATION, "cleaner"), new RoleUnknown("cleaner"), REGISTERED);
        refused(
                grant(ACME, "cleaner"),
                new DutiesNotSeparate("cleaner", "tenant-administrator"),
                REGISTERED,
                new RoleGranted(ADA, ACME, null, "tenant-administrator", Duty.ADMINISTRATION, "TR 1"));
        refused(
                grant(ACME, "tenant-administrator"),
                new DutiesNotSeparate("tenant-administrator", "gone"),
                REGISTERED,
                new RoleGranted(ADA, ACME, null, "gone", Duty.WORK, "TR 1"));
        accepted(
                person.given(REGISTERED, new RoleGranted(ADA, ACME, null, "gone", Duty.WORK, "TR 1")),
                new RevokeRole(ADA, ACME, null, "gone"),
                new RoleRevoked(ADA, ACME, null, "gone"));
    }

    @Test
    void aPersonHasABoundedNumberOfOwnRoles() {
        List<Object> most = new ArrayList<>(List.of(REGISTERED));
        for (int i = 0; i < OwnRole.MOST_OF_A_PERSON; i++) {
            most.add(new RoleGranted(ADA, RIVAL, null, "own-" + i, Duty.WORK, "TR 1"));
        }
        refused(grant(ACME, "cleaner"), new TooManyOwnRoles(OwnRole.MOST_OF_A_PERSON), most.toArray());
        accepted(person.given(most.toArray()), grant(ACME, "operator"), OPERATOR);
        accepted(
                person.given(most.subList(0, most.size() - 1).toArray()),
                grant(ACME, "cleaner"),
                new RoleGranted(ADA, ACME, null, "cleaner", Duty.WORK, "TR 1"));
    }

    @Test
    void administrationAndOtherDutiesAreKeptApartInEveryTenant() {
        refused(
                grant(ACME, "tenant-administrator"),
                new DutiesNotSeparate("tenant-administrator", "operator"),
                REGISTERED,
                new RoleGranted(ADA, new TenantId("rival"), null, "operator", Duty.WORK, "TR 1"));
        refused(
                grant(ACME, "quality-approver"),
                new DutiesNotSeparate("quality-approver", "tenant-administrator"),
                REGISTERED,
                new RoleGranted(ADA, ACME, null, "tenant-administrator", Duty.ADMINISTRATION, "TR 1"));
        accepted(
                person.given(REGISTERED, OPERATOR, new RoleRevoked(ADA, ACME, null, "operator")),
                grant(ACME, "tenant-administrator"),
                new RoleGranted(ADA, ACME, null, "tenant-administrator", Duty.ADMINISTRATION, "TR 1"));
    }

    @Test
    void aRoleIsRevokedWhereItWasGranted() {
        RevokeRole revoke = new RevokeRole(ADA, ACME, null, "operator");
        RoleRevoked revoked = new RoleRevoked(ADA, ACME, null, "operator");
        accepted(person.given(REGISTERED, OPERATOR), revoke, revoked);
        accepted(person.given(REGISTERED, OPERATOR, new PersonDeactivated(ADA)), revoke, revoked);
        refused(new RevokeRole(ADA, ACME, BASEL, "operator"), new RoleNotHeld("operator"), REGISTERED, OPERATOR);
        refused(revoke, new RoleNotHeld("operator"), REGISTERED, OPERATOR, revoked);
    }

    @Test
    void somebodyIsDeactivatedAndReactivated() {
        accepted(person.given(REGISTERED), new DeactivatePerson(ADA), new PersonDeactivated(ADA));
        accepted(
                person.given(REGISTERED, new PersonDeactivated(ADA)),
                new ReactivatePerson(ADA),
                new PersonReactivated(ADA));
        refused(new DeactivatePerson(ADA), new PersonNotActive(), REGISTERED, new PersonDeactivated(ADA));
        refused(new ReactivatePerson(ADA), new PersonActive(), REGISTERED);
    }

    @Test
    void aTenantsAdministratorBringsInNobodyWhoWorksForAnotherTenantOnly() {
        Map<String, String> administrator =
                Map.of(Metadata.ACTOR_ID, BEA, Metadata.ACTOR_ROLE, Role.TENANT_ADMINISTRATOR.key());
        person.given(REGISTERED, new RoleGranted(ADA, RIVAL, null, "operator", Duty.WORK, "TR 1"))
                .when(grant(ACME, "operator"), administrator)
                .expectExceptionDetails(new PersonUnknown(ADA))
                .expectNoEvents();
        person.given(REGISTERED, new RoleGranted(ADA, RIVAL, null, "operator", Duty.WORK, "TR 1"))
                .when(new RevokeRole(ADA, ACME, null, "operator"), administrator)
                .expectExceptionDetails(new PersonUnknown(ADA))
                .expectNoEvents();
        person.given(REGISTERED).when(grant(ACME, "operator"), administrator).expectSuccessfulHandlerExecution();
        person.given(REGISTERED, new RoleGranted(ADA, ACME, null, "auditor", Duty.QUALITY, "TR 1"))
                .when(grant(ACME, "operator"), administrator)
                .expectSuccessfulHandlerExecution();
        person.given(
                        REGISTERED,
                        new RoleGranted(ADA, RIVAL, null, "operator", Duty.WORK, "TR 1"),
                        new RoleGranted(ADA, ACME, null, "auditor", Duty.QUALITY, "TR 1"))
                .when(grant(ACME, "tenant-administrator"), administrator)
                .expectExceptionDetails(new DutiesNotSeparate("tenant-administrator", "a role elsewhere"));
    }

    @Test
    void nobodyDecidesAboutThemselves() {
        for (PersonCommand own : new PersonCommand[] {
            grant(ACME, "operator"),
            new RevokeRole(ADA, ACME, null, "operator"),
            new DeactivatePerson(ADA),
            new ReactivatePerson(ADA)
        }) {
            person.given(REGISTERED)
                    .when(own, Map.of(Metadata.ACTOR_ID, ADA.toString()))
                    .expectExceptionDetails(new OwnAuthority())
                    .expectNoEvents();
        }
    }

    private static RegisterPerson registration() {
        return new RegisterPerson(ADA, PersonId.LOCAL, "ada", "Ada Löwe", "HR 4711");
    }

    private static GrantRole grant(TenantId tenant, String role) {
        return new GrantRole(ADA, tenant, null, role, "TR 1");
    }

    private static void accepted(
            org.axonframework.test.aggregate.TestExecutor<PersonAggregate> given, PersonCommand when, Object then) {
        given.when(when, Map.of(Metadata.ACTOR_ID, BEA)).expectEvents(then);
    }

    private void refused(PersonCommand when, Rejection then, Object... given) {
        person.given(given)
                .when(when, Map.of(Metadata.ACTOR_ID, BEA))
                .expectExceptionDetails(then)
                .expectNoEvents();
    }
}
