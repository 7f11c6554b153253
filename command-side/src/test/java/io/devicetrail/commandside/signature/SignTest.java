package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.ADA;
import static io.devicetrail.commandside.signature.Records.ADAS_SESSION;
import static io.devicetrail.commandside.signature.Records.BEN;
import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static io.devicetrail.commandside.signature.Records.REQUEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.person.PrintedNames;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureRejection.AlreadySigned;
import io.devicetrail.domain.signature.SignatureRejection.MeaningNotYours;
import io.devicetrail.domain.signature.SignatureRejection.NotTheSigner;
import io.devicetrail.domain.signature.SignatureRejection.ProofMissing;
import io.devicetrail.domain.signature.SignatureRejection.RecordChanged;
import io.devicetrail.domain.signature.SignatureRejection.RecordUnknown;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class SignTest {
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
                .expectEvents(signed(FIRST_VERSION, hash, 4, SignatureMeaning.APPROVAL, List.of("pwd", "otp")));
    }

    @Test
    void theSameIsNotGivenTwice() {
        RecordSigned before = signed(FIRST_VERSION, hash, 4, SignatureMeaning.APPROVAL, List.of("pwd"));
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
    @Requirement("11.200(a)(1)")
    void withoutThePasswordThereIsNoSignature() {
        refused(
                sign(FIRST_VERSION, hash, SignatureMeaning.APPROVAL, List.of("otp")),
                approver,
                new ProofMissing("pwd"));
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
        AggregateTestFixture<SignatureAggregate> fixture = new AggregateTestFixture<>(SignatureAggregate.class);
        KnownRecordsInMemory people = new KnownRecordsInMemory()
                .registered(new PersonRegistered(ADA, PersonId.LOCAL, "ada", "Ada Löwe", "HR 1"))
                .registered(new PersonRegistered(BEN, PersonId.LOCAL, "ben", "Ben B.", "HR 2"));
        fixture.registerInjectableResource(new References(people));
        fixture.registerInjectableResource((RecordVersions) new LoggedVersions(log, Records.JSON));
        PrintedNames names = person -> Optional.of(person.equals(ADA) ? "Ada Löwe" : "Ben B.");
        fixture.registerInjectableResource(names);
        return fixture;
    }

    static Map<String, Object> by(PersonId person, Role role, String tenant) {
        return Map.of(Metadata.ACTOR_ID, person.toString(), Metadata.ACTOR_ROLE, role.key(), Metadata.TENANT, tenant);
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
            SignableRecord record, String hash, long position, SignatureMeaning meaning, List<String> components) {
        return new RecordSigned(
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
                components);
    }
}
