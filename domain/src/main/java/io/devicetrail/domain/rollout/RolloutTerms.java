package io.devicetrail.domain.rollout;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.devicetrail.domain.shared.Shape;
import org.jspecify.annotations.Nullable;

/**
 * What a plan says of its runs beside waves and thresholds. What it does not say is not in its events: a plan that was drafted
 * before there were terms is stored, signed and run as it was.
 *
 * @param mostSilentMinutes how long a device may say nothing after its first offer of a round, or after what it said last,
 *     before it counts as failed; null for as long as it likes
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record RolloutTerms(@Nullable Integer mostSilentMinutes) {
    /** Shortest, in minutes: a device that restarts, or finds its way back to the broker, is not silent. */
    public static final int LEAST_SILENCE_MINUTES = 15;
    /** Longest silence, in minutes: 30 days. */
    public static final int LONGEST_SILENCE_MINUTES = 43_200;
    /** Of a plan that is drafted without saying it, in minutes: 7 days. The embedded broker keeps a device's session as long. */
    public static final int DEFAULT_SILENCE_MINUTES = 10_080;

    RolloutTerms checked() {
        if (mostSilentMinutes != null) {
            Shape.within("mostSilentMinutes", mostSilentMinutes, LEAST_SILENCE_MINUTES, LONGEST_SILENCE_MINUTES);
        }
        return this;
    }
}
