package io.devicetrail.audit.scrub;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the scrubbing goes.
 *
 * @param rounds that were completed
 * @param events that were compared, in all rounds
 * @param found how much differs: in the last round, or in the one under way
 * @param findings the first of it; before the first round is completed, also what was recorded earlier
 * @param trouble what keeps it from going on; null when nothing does
 * @param blind whether it fails for another reason than a log that is away, or finds the log away again and again while
 *     that answers others, or completes no round for too long: until it completes one it may see nothing, and says so
 */
public record ScrubStatus(
        long rounds,
        long events,
        long found,
        List<Finding> findings,
        @Nullable String trouble,
        boolean blind) {
    static final ScrubStatus BEGIN = new ScrubStatus(0, 0, 0, List.of(), null, false);

    ScrubStatus with(@Nullable String its, boolean isBlind) {
        return new ScrubStatus(rounds, events, found, findings, its, isBlind);
    }
}
