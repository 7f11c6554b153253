package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordMakers;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureRejection.NotYourTurn;
import io.devicetrail.domain.signature.SignatureRejection.OwnRecord;
import io.devicetrail.domain.signaturepolicy.PolicyStanding;
import org.springframework.stereotype.Component;

/**
 * Who may not sign what they could sign by their role: what they made themselves, and what is not due yet. Asked when a
 * signature is asked for and again when it is given.
 */
@Component
class SignerRules {
    private final RecordMakers makers;
    private final Standings standings;

    SignerRules(RecordMakers makers, Standings standings) {
        this.makers = makers;
        this.standings = standings;
    }

    /** @param role key of the one in which the signature is given */
    void require(Version version, PersonId person, String role, SignatureMeaning meaning) {
        boolean own = makers.makersOf(version.record()).contains(person.toString());
        unless(!own || !meaning.judges(), new OwnRecord(meaning));
        standings.policyFor(version).ifPresent(policy -> {
            PolicyStanding now = standings.of(version, policy);
            if (policy.isTooEarly(meaning, role, now)) {
                throw because(new NotYourTurn(meaning, now.missing().getFirst().toString()));
            }
        });
    }
}
