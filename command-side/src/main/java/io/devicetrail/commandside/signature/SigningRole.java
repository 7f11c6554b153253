package io.devicetrail.commandside.signature;

import io.devicetrail.commandside.authority.RoleChoice;
import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import java.util.List;
import java.util.function.ToIntFunction;
import org.springframework.stereotype.Component;

/**
 * The role in which somebody with several signs: one that a missing step of the record's policy takes, else one that
 * gives the meaning. In another the signature would be given for nothing, and could not be given again.
 */
@Component
class SigningRole implements RoleChoice {
    private final RecordVersions versions;
    private final Standings standings;

    SigningRole(RecordVersions versions, Standings standings) {
        this.versions = versions;
        this.standings = standings;
    }

    @Override
    public ToIntFunction<GrantedRole> rankFor(Object command) {
        return command instanceof Sign sign ? rankFor(sign.record(), sign.meaning()) : role -> 0;
    }

    ToIntFunction<GrantedRole> rankFor(SignableRecord record, SignatureMeaning meaning) {
        List<SignatureStep> missing = versions.of(record)
                .flatMap(version -> standings.policyFor(version).map(policy -> standings.of(version, policy)))
                .map(standing -> standing.missing())
                .orElse(List.of());
        return role -> rank(role, meaning, missing);
    }

    /** The place of the first missing step that takes the role; after those, what gives the meaning, and then the rest. */
    private static int rank(GrantedRole role, SignatureMeaning meaning, List<SignatureStep> missing) {
        if (!meaning.givenBy(role)) {
            return missing.size() + 1;
        }
        for (int step = 0; step < missing.size(); step++) {
            if (missing.get(step).takes(meaning, role.key())) {
                return step;
            }
        }
        return missing.size();
    }
}
