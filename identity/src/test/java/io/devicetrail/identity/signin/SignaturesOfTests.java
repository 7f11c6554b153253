package io.devicetrail.identity.signin;

import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.signing.SignatureLog;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The log's end in memory: takes a signature once, refuses what a test says, and can be away. */
final class SignaturesOfTests implements SignatureLog {
    private final List<List<String>> taken = new ArrayList<>();
    private final Set<Asked> signed = new HashSet<>();
    private @Nullable String refusal;
    private boolean away;

    @Override
    public synchronized void sign(Asked asked, Proven who, String session, List<String> components) {
        String refused = refusal;
        if (away) {
            throw new LogAwayException("a signature", new IllegalStateException("away"));
        }
        if (refused != null) {
            throw new RefusedException(refused, "refused");
        }
        if (!signed.add(asked)) {
            throw new RefusedException("ALREADY_SIGNED", "again");
        }
        taken.add(components);
    }

    synchronized void away(boolean isAway) {
        away = isAway;
    }

    synchronized void refuse(@Nullable String code) {
        refusal = code;
    }

    /** By which components, one after the other. */
    synchronized List<List<String>> taken() {
        return List.copyOf(taken);
    }
}
