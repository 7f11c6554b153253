package io.devicetrail.identity.stepup;

import io.devicetrail.domain.signature.Signings.Signing;
import io.devicetrail.domain.signature.Signings.State;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.signing.PendingSignatures;
import io.devicetrail.identity.signing.SignatureLog;
import io.devicetrail.identity.signing.SignatureLog.RefusedException;
import io.devicetrail.identity.signing.SigningSessions;
import io.devicetrail.identity.stepup.Returned.Refused;
import io.devicetrail.identity.stepup.Returned.Signed;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Gives a signature by what an issuer has proved at this moment. */
@Component
class SigningElsewhere {
    private static final String ALREADY_SIGNED = "ALREADY_SIGNED";

    private final PendingSignatures pending;
    private final SigningSessions series;
    private final SignatureLog log;

    SigningElsewhere(PendingSignatures pending, SigningSessions series, SignatureLog log) {
        this.pending = pending;
        this.series = series;
        this.log = log;
    }

    /** Whether the next signature from there takes two components (21 CFR 11.200(a)(1)). */
    boolean takesTwo(String session, Origin origin) {
        return !series.continues(session, origin);
    }

    /**
     * The log has it first. After a crash in between it is there when the same is signed again: given, once. That goes on
     * with no series: what was proved now is in no entry.
     */
    Returned give(UUID id, Proven who, String session, Proof proof) {
        Signing signing = pending.of(who.person(), id).orElse(null);
        if (signing == null || signing.state() == State.EXPIRED) {
            return new Refused(id, "This signature was not given in time; ask for it again.");
        }
        if (signing.state() == State.SIGNED) {
            return new Refused(id, "This signature was given already.");
        }
        try {
            log.sign(signing.asked(), who, session, proof.components());
        } catch (RefusedException refused) {
            if (!refused.code().equals(ALREADY_SIGNED)) {
                return new Refused(id, refused.told());
            }
            pending.signed(id);
            return new Signed(id);
        }
        pending.signed(id);
        series.signed(session, who.origin());
        return new Signed(id);
    }
}
