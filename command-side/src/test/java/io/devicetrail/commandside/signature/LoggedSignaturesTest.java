package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.ADA;
import static io.devicetrail.commandside.signature.Records.ADAS_SESSION;
import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static io.devicetrail.commandside.signature.Records.SECOND_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.GivenSignature;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import io.devicetrail.domain.signaturepolicy.PolicyStanding;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A read model says which signatures there are, and the log whether that is so. */
@Requirement({"11.10(g)", "11.70"})
class LoggedSignaturesTest {
    private final Records log = Records.unsigned();
    private final LoggedVersions versions = new LoggedVersions(log, Records.JSON);
    private final LoggedSignatures signatures = new LoggedSignatures(log, Records.JSON);
    private final PolicyWorld world =
            new PolicyWorld().records(versions, versions).lookup(signatures);

    @Test
    void whatTheLogDoesNotHaveDoesNotCount() {
        SignatureId claimed = world.signed(FIRST_VERSION, ADA, SignatureMeaning.APPROVAL, "quality-approver");
        assertThat(signatures.logged(FIRST_VERSION, claimed)).isEmpty();
        assertThat(standing().complete()).isFalse();
        log.sign(FIRST_VERSION, ADA, "Ada Löwe", SignatureMeaning.APPROVAL, ADAS_SESSION);
        assertThat(standing().counted()).containsExactly(claimed);
        log.deprecate(1);
        assertThat(standing().complete()).as("of the version before").isFalse();
    }

    @Test
    void aSignatureIsOfTheRecordThatItNames() {
        log.sign(FIRST_VERSION, ADA, "Ada Löwe", SignatureMeaning.APPROVAL, ADAS_SESSION);
        SignatureId id = SignatureId.of(FIRST_VERSION, log.hash(FIRST_VERSION), ADA, SignatureMeaning.APPROVAL);
        assertThat(signatures.logged(SECOND_VERSION, id)).isEmpty();
        assertThat(signatures.logged(FIRST_VERSION, id)).hasValueSatisfying(given -> {
            assertThat(given.person()).isEqualTo(ADA);
            assertThat(given.role()).as("in force then").isEqualTo("quality-approver");
            assertThat(given.index()).isEqualTo(log.entries().size() - 1L);
            assertThat(given.under(versions.of(FIRST_VERSION).orElseThrow())).isTrue();
        });
    }

    /** The order and the version are the log's, whatever a read model says of both. */
    @Test
    void aReadModelThatWasChangedCompletesNothing() {
        PersonId cleo = PersonId.of(PersonId.LOCAL, "cleo");
        log.sign(FIRST_VERSION, cleo, "Cleo P.", SignatureMeaning.REVIEW, ADAS_SESSION);
        log.sign(FIRST_VERSION, ADA, "Ada Löwe", SignatureMeaning.APPROVAL, ADAS_SESSION);
        String hash = log.hash(FIRST_VERSION);
        List<SignatureId> ids = List.of(
                SignatureId.of(FIRST_VERSION, hash, ADA, SignatureMeaning.APPROVAL),
                SignatureId.of(FIRST_VERSION, hash, cleo, SignatureMeaning.REVIEW));
        SignaturePolicy policy = new SignaturePolicy(
                List.of(
                        new SignatureStep(SignatureMeaning.REVIEW, List.of(), 1),
                        new SignatureStep(SignatureMeaning.APPROVAL, List.of(), 1)),
                true);
        assertThat(claiming(ids).of(now(), policy).complete())
                .as("the last of them first")
                .isTrue();
        log.deprecate(1);
        assertThat(claiming(ids).of(now(), policy).counted())
                .as("as if they were of the version that is there now")
                .isEmpty();
    }

    private Version now() {
        return versions.of(FIRST_VERSION).orElseThrow();
    }

    /** A read model that says of each that it stands under the version of this moment. */
    private Standings claiming(List<SignatureId> ids) {
        GivenSignatures claimed = new GivenSignatures() {
            @Override
            public List<GivenSignature> of(SignableRecord record) {
                return ids.stream()
                        .map(id -> new GivenSignature(
                                id,
                                ADA,
                                SignatureMeaning.APPROVAL,
                                "quality-approver",
                                now().hash(),
                                now().position(),
                                1))
                        .toList();
            }

            @Override
            public void awaitKnown(long position) {}

            @Override
            public boolean known(long position) {
                return true;
            }
        };
        return new Standings(versions, versions, world, world, claimed, signatures);
    }

    @Test
    void anotherEventUnderItsNameIsNoSignature() {
        SignatureId id = SignatureId.of(FIRST_VERSION, log.hash(FIRST_VERSION), ADA, SignatureMeaning.APPROVAL);
        log.append(
                id.toString(),
                new DeviceModelVersionDeprecated(Records.MODEL, 1),
                Records.meta("acme", ADA, "Ada Löwe"));
        assertThat(signatures.logged(FIRST_VERSION, id)).isEmpty();
    }

    private PolicyStanding standing() {
        Standings standings = world.standings();
        return standings.of(
                versions.of(FIRST_VERSION).orElseThrow(),
                new SignaturePolicy(List.of(new SignatureStep(SignatureMeaning.APPROVAL, List.of(), 1)), false));
    }
}
