package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.signature.Records.ADA;
import static io.devicetrail.commandside.signature.Records.ADAS_SESSION;
import static io.devicetrail.commandside.signature.Records.FIRST_VERSION;
import static io.devicetrail.commandside.signature.Records.SECOND_VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.commandside.PolicyWorld;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
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
            assertThat(given.index()).isEqualTo(log.entries().size() - 1L);
            assertThat(given.under(versions.of(FIRST_VERSION).orElseThrow())).isTrue();
        });
    }

    private PolicyStanding standing() {
        Standings standings = world.standings();
        return standings.of(
                versions.of(FIRST_VERSION).orElseThrow(),
                new SignaturePolicy(List.of(new SignatureStep(SignatureMeaning.APPROVAL, List.of(), 1)), false));
    }
}
