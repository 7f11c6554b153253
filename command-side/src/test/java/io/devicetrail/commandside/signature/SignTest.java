package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.ADA;
import static io.devicetrail.commandside.signature.Records.ADAS_SESSION;
import static io.devicetrail.commandside.signature.Records.BEN;
import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static io.devicetrail.commandside.signature.Records.REQUEST;
import static io.devicetrail.commandside.signature.Records.SECOND_VERSION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.person.PersonEvent.PersonDeactivated;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.person.PersonRejection.PersonNotActive;
import io.devicetrail.domain.person.PrintedNames;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureRejection.AlreadySigned;
import io.devicetrail.domain.signature.SignatureRejection.MeaningNotYours;
import io.devicetrail.domain.signature.SignatureRejection.NotTheSigner;
import io.devicetrail.domain.signature.SignatureRejection.NotYourTurn;
import io.devicetrail.domain.signature.SignatureRejection.OwnRecord;
import io.devicetrail.domain.signature.SignatureRejection.ProofMissing;
import io.devicetrail.domain.signature.SignatureRejection.RecordChanged;
import io.devicetrail.domain.signature.SignatureRejection.RecordUnknown;
import io.devicetrail.domain.signature.SignatureSeal;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class SignTest {
    private static final PersonId CLEO = PersonId.of("https://login.example.com", "4711");
    private static final String NO_HASH = "0".repeat(64);

    private final Records log = Records.unsigned();
    private final String hash = log.hash(FIRST_VERSION);
    private final Map<String, Object> approver = by(ADA, Role.QUALITY_APPROVER, "acme");

    @Test
    @Requirement({"11.50(a)", "11.70"})
    void aSignatureBindsNameMeaningAndTimeToTheVersionThatIsThere() {
        fixture()
                .givenNoPriorActivity()
                .when(sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd", "otp")), approver)
                .expectEvents(
                        signed(FIRST_VERSION, hash, 4, SignatureMeaning.APPROVAL, List.of("pwd", "otp"), approver));
    }

    @Test
    void theSameIsNotGivenTwice() {
        RecordSigned before = signed(FIRST_VERSION, hash, 4, SignatureMeaning.APPROVAL, List.of("pwd"), approver);
        fixture()
                .given(before)
                .when(sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd")), approver)
                .expectExceptionDetails(new AlreadySigned(before.signature()))
                .expectNoEvents();
    }

    @Test
    @Requirement("11.70")
    void whatTheSignerDidNotSeeIsNotSigned() {
        refused(
                sign(FIRST_VERSION, NO_HASH, SignatureMeaning.APPROVAL, List.of("pwd")),
                approver,
                new RecordChanged(hash));
        log.deprecate(1);
        refused(
                sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd")),
                approver,
                new RecordChanged(log.hash(FIRST_VERSION)));
    }

    @Test
    void whatIsNotThereOrAnothersIsUnknown() {
        SignableRecord none = SignableRecord.of(FIRST_VERSION.kind(), Records.MODEL + ":3");
        refused(sign(none, hash, SignatureMeaning.APPROVAL, List.of("pwd")), approver, new RecordUnknown(none));
        refused(
                sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd")),
                by(ADA, Role.QUALITY_APPROVER, "rival"),
                new RecordUnknown(FIRST_VERSION));
    }

    @Test
    @Requirement("11.200(a)(2)")
    void nobodySignsForSomebodyElse() {
        refused(
                sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd")),
                by(BEN, Role.QUALITY_APPROVER, "acme"),
                new NotTheSigner());
    }

    @Test
    @Requirement("11.100(a)")
    void noMachineSigns() {
        Map<String, Object> machine = new HashMap<>(approver);
        machine.put(Metadata.ACTOR_TYPE, ActorType.MACHINE.name());
        refused(
                sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd", "otp")),
                machine,
                new NotTheSigner());
    }

    /** Their session may outlive their deactivation for a moment. */
    @Test
    @Requirement("11.10(d)")
    void whoWasDeactivatedSignsNothing() {
        fixture(log, new PolicyWorld(), people().happened(new PersonDeactivated(ADA)))
                .givenNoPriorActivity()
                .when(sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd")), approver)
                .expectExceptionDetails(new PersonNotActive())
                .expectNoEvents();
    }

    @Test
    void eachMeaningIsOfItsOwnDuty() {
        refused(
                sign(FIRST_VERSION, hash, SignatureMeaning.AUTHORSHIP, List.of("pwd")),
                approver,
                new MeaningNotYours(Role.QUALITY_APPROVER, SignatureMeaning.AUTHORSHIP));
        refused(
                sign(FIRST_VERSION, hash, SignatureMeaning.RELEASE, List.of("pwd")),
                by(ADA, Role.OPERATOR, "acme"),
                new MeaningNotYours(Role.OPERATOR, SignatureMeaning.RELEASE));
        fixture()
                .givenNoPriorActivity()
                .when(
                        sign(FIRST_VERSION, hash, SignatureMeaning.REVIEW, List.of("pwd")),
                        by(ADA, Role.OPERATOR, "acme"))
                .expectSuccessfulHandlerExecution();
    }

    @Test
    @Requirement("11.10(g)")
    void aTenantsOwnRoleSignsWhatItsDutyDoesIfItMaySign() {
        Sign approval = sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd"));
        Sign authorship = sign(FIRST_VERSION, hash, SignatureMeaning.AUTHORSHIP, List.of("pwd"));
        fixture().givenNoPriorActivity().when(approval, byOwn("judge")).expectSuccessfulHandlerExecution();
        fixture()
                .givenNoPriorActivity()
                .when(authorship, byOwn("signing-cleaner"))
                .expectSuccessfulHandlerExecution();
        refused(authorship, byOwn("judge"), notYours("judge", SignatureMeaning.AUTHORSHIP));
        refused(approval, byOwn("signing-cleaner"), notYours("signing-cleaner", SignatureMeaning.APPROVAL));
        refused(approval, byOwn("watcher"), notYours("watcher", SignatureMeaning.APPROVAL));
        refused(approval, by(ADA, Role.AUDITOR, "acme"), new MeaningNotYours(Role.AUDITOR, SignatureMeaning.APPROVAL));
        refused(authorship, byOwn("gone"), new NotTheSigner());
        refused(approval, byOwn("nobodys"), new NotTheSigner());
    }

    private static Map<String, Object> byOwn(String role) {
        return Map.of(
                Metadata.ACTOR_TYPE,
                ActorType.PERSON.name(),
                Metadata.ACTOR_ID,
                ADA.toString(),
                Metadata.ACTOR_ROLE,
                role,
                Metadata.TENANT,
                "acme");
    }

    private static MeaningNotYours notYours(String role, SignatureMeaning meaning) {
        return new MeaningNotYours(
                Fixtures.OWN_ROLES.inForce(Fixtures.ACME, role).orElseThrow(), meaning);
    }

    @Test
    @Requirement("11.200(a)(1)")
    void withoutThePasswordThereIsNoSignature() {
        refused(
                sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("otp")),
                approver,
                new ProofMissing("pwd"));
    }

    /** Ben has published both versions; Ada, who signs, has deprecated the second and so made it what it is. */
    @Test
    @Requirement("11.10(g)")
    void nobodyReviewsApprovesOrReleasesWhatTheyMade() {
        log.deprecate(2, ADA, "Ada Löwe");
        String changed = log.hash(SECOND_VERSION);
        for (SignatureMeaning judging :
                List.of(SignatureMeaning.REVIEW, SignatureMeaning.APPROVAL, SignatureMeaning.RELEASE)) {
            refused(sign(SECOND_VERSION, changed, judging, List.of("pwd")), approver, new OwnRecord(judging));
        }
        fixture()
                .givenNoPriorActivity()
                .when(sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd")), approver)
                .expectSuccessfulHandlerExecution();
    }

    @Test
    @Requirement("11.10(f)")
    void inAnOrderedPolicyNobodySignsBeforeTheirTurn() {
        PolicyWorld policies = new PolicyWorld().policy(FIRST_VERSION.kind(), PolicyWorld.REVIEW_THEN_APPROVAL);
        Sign approval = sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd"));
        fixture(log, policies)
                .givenNoPriorActivity()
                .when(approval, approver)
                .expectExceptionDetails(new NotYourTurn(SignatureMeaning.APPROVAL, "1 REVIEW by site-engineer"))
                .expectNoEvents();
        fixture(log, policies)
                .givenNoPriorActivity()
                .when(sign(FIRST_VERSION, hash, SignatureMeaning.RELEASE, List.of("pwd")), approver)
                .expectSuccessfulHandlerExecution();
        policies.signed(FIRST_VERSION, PolicyWorld.REVIEWER, SignatureMeaning.REVIEW, "site-engineer");
        fixture(log, policies).givenNoPriorActivity().when(approval, approver).expectSuccessfulHandlerExecution();
    }

    /** Whatever the tenant asks for since: what waits, waits by the policy of its request. */
    @Test
    @Requirement("11.10(f)")
    void underACommandTheOrderIsThatOfThePolicyThatHoldsIt() {
        CommandRequested request =
                new CommandRequested(Records.COMMAND, Records.ACME, Records.PUMP, "dose", new TreeMap<>(), 60);
        SignaturePolicy ordered = PolicyWorld.REVIEW_THEN_APPROVAL;
        PolicyWorld policies = new PolicyWorld()
                .policy(REQUEST.kind(), new SignaturePolicy(ordered.steps(), false))
                .held(request, new CommandHeld(Records.COMMAND, Records.PUMP, ordered, Instant.EPOCH));
        fixture(log, policies)
                .givenNoPriorActivity()
                .when(sign(REQUEST, log.hash(REQUEST), SignatureMeaning.APPROVAL, List.of("pwd")), approver)
                .expectExceptionDetails(new NotYourTurn(SignatureMeaning.APPROVAL, "1 REVIEW by site-engineer"))
                .expectNoEvents();
    }

    @Test
    @Requirement("11.200(a)(1)")
    void ofSomebodyOfAnOutsideIssuerItTakesWhatThatIssuerProves() {
        Map<String, Object> cleo = by(CLEO, Role.QUALITY_APPROVER, "acme");
        fixture().givenNoPriorActivity().when(by(CLEO, List.of("otp")), cleo).expectSuccessfulHandlerExecution();
        fixture()
                .givenNoPriorActivity()
                .when(by(CLEO, List.of("user")), cleo)
                .expectExceptionDetails(new ProofMissing("of your issuer, such as pwd or otp,"))
                .expectNoEvents();
    }

    private Sign by(PersonId person, List<String> components) {
        return new Sign(
                SignatureId.of(FIRST_VERSION, hash, person, SignatureMeaning.APPROVAL),
                FIRST_VERSION,
                hash,
                person,
                SignatureMeaning.APPROVAL,
                "Europe/Zurich",
                "+01:00",
                ADAS_SESSION,
                components);
    }

    @Test
    void aSignatureThatDoesNotFitItsNameIsNoCommand() {
        Sign right = sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("pwd"));
        assertThatThrownBy(() -> new Sign(
                        right.signature(),
                        REQUEST,
                        hash,
                        ADA,
                        SignatureMeaning.APPROVAL,
                        "UTC",
                        "+00:00",
                        ADAS_SESSION,
                        List.of("pwd")))
                .isInstanceOf(MalformedInput.class);
        assertThat(right.record()).as("the control").isEqualTo(FIRST_VERSION);
    }

    @Test
    void whatIsNoHashOrNoListOfProofsIsNoCommand() {
        for (String none : List.of("", hash.substring(1), hash + "0", hash.toUpperCase(Locale.ROOT))) {
            assertThatThrownBy(() -> sign(FIRST_VERSION, none, SignatureMeaning.APPROVAL, List.of("pwd")))
                    .as(none)
                    .isInstanceOfSatisfying(
                            MalformedInput.class, e -> assertThat(e.field()).isEqualTo("expectedHash"));
        }
        for (List<String> components : List.of(List.<String>of(), Collections.nCopies(21, "pwd"))) {
            assertThatThrownBy(() -> sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, components))
                    .isInstanceOfSatisfying(
                            MalformedInput.class, e -> assertThat(e.field()).isEqualTo("components"));
        }
    }

    private void refused(Sign command, Map<String, Object> metadata, Object because) {
        fixture()
                .givenNoPriorActivity()
                .when(command, metadata)
                .expectExceptionDetails(because)
                .expectNoEvents();
    }

    private AggregateTestFixture<SignatureAggregate> fixture() {
        return fixture(log);
    }

    static AggregateTestFixture<SignatureAggregate> fixture(Records log) {
        return fixture(log, new PolicyWorld());
    }

    static AggregateTestFixture<SignatureAggregate> fixture(Records log, PolicyWorld policies) {
        return fixture(log, policies, people());
    }

    private static KnownRecordsInMemory people() {
        return new KnownRecordsInMemory()
                .registered(new PersonRegistered(ADA, PersonId.LOCAL, "ada", "Ada Löwe", "HR 1"))
                .registered(new PersonRegistered(BEN, PersonId.LOCAL, "ben", "Ben B.", "HR 2"))
                .registered(new PersonRegistered(CLEO, "https://login.example.com", "4711", "Cleo P.", "HR 3"));
    }

    private static AggregateTestFixture<SignatureAggregate> fixture(
            Records log, PolicyWorld policies, KnownRecordsInMemory people) {
        AggregateTestFixture<SignatureAggregate> fixture = new AggregateTestFixture<>(SignatureAggregate.class);
        fixture.registerInjectableResource(new References(people));
        LoggedVersions versions = new LoggedVersions(log, Records.JSON);
        fixture.registerInjectableResource((RecordVersions) versions);
        fixture.registerInjectableResource(
                new SignerRules(versions, policies.records(versions, versions).standings()));
        PrintedNames names = person -> Optional.of(person.equals(ADA) ? "Ada Löwe" : "Ben B.");
        fixture.registerInjectableResource(names);
        fixture.registerInjectableResource(Fixtures.OWN_ROLES);
        fixture.registerInjectableResource(Records.JSON);
        return fixture;
    }

    static Map<String, Object> by(PersonId person, Role role, String tenant) {
        return Map.of(
                Metadata.ACTOR_TYPE,
                ActorType.PERSON.name(),
                Metadata.ACTOR_ID,
                person.toString(),
                Metadata.ACTOR_ROLE,
                role.key(),
                Metadata.TENANT,
                tenant);
    }

    static Sign sign(SignableRecord record, String hash, SignatureMeaning meaning, List<String> components) {
        return new Sign(
                SignatureId.of(record, hash, ADA, meaning),
                record,
                hash,
                ADA,
                meaning,
                "Europe/Zurich",
                "+01:00",
                ADAS_SESSION,
                components);
    }

    private static RecordSigned signed(
            SignableRecord record,
            String hash,
            long position,
            SignatureMeaning meaning,
            List<String> components,
            Map<String, Object> metadata) {
        RecordSigned unsealed = new RecordSigned(
                SignatureId.of(record, hash, ADA, meaning),
                record,
                position,
                hash,
                ADA,
                "Ada Löwe",
                meaning,
                "Europe/Zurich",
                "+01:00",
                ADAS_SESSION,
                components,
                CanonicalRecord.FORM,
                "");
        return SignatureSeal.seal(unsealed, metadata, Records.JSON);
    }
}
