package io.devicetrail.domain.connectivity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a device came and went of late; kept beside its lease, and not in the log.
 *
 * @param online whether it was online by its lease when it was judged last; null if it never was judged
 * @param changes when it came or went, the oldest first; no more than the policy needs
 * @param flappingSince from when on it has been flapping; null if it is not
 */
public record Swings(
        @Nullable Boolean online,
        List<Instant> changes,
        @Nullable Instant flappingSince) {
    /** Of a device that was never judged. */
    public static final Swings NONE = new Swings(null, List.of(), null);

    public Swings {
        changes = List.copyOf(changes);
    }
}
