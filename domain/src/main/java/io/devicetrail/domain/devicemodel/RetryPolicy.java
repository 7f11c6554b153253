package io.devicetrail.domain.devicemodel;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a device is told a command again, within the command's time: if it says nothing, or if it failed with a code that
 * passes. Pauses follow from these numbers alone, so that the same log always gives the same attempts.
 *
 * @param attempts how often a device is told at most, the first time included
 * @param firstPauseSeconds before the second attempt
 * @param factor by which each pause is longer than the one before
 * @param longestPauseSeconds what no pause exceeds
 * @param retryOn codes of failures that are tried again; any other failure is final
 * @param escalate whether a command that comes to nothing for good is an incident; null, which is not stored, is no
 */
public record RetryPolicy(
        int attempts,
        int firstPauseSeconds,
        double factor,
        int longestPauseSeconds,
        List<String> retryOn,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean escalate) {
    public static final int MOST_ATTEMPTS = 10;
    /** Longest pause: as long as a command may take. */
    public static final int LONGEST_PAUSE_SECONDS = 86_400;

    public static final double GREATEST_FACTOR = 10;
    public static final int MOST_CODES = 50;
    public static final int LONGEST_CODE = 100;

    private static final int SECOND_ATTEMPT = 2;

    /** One that is not escalated. */
    public RetryPolicy(
            int attempts, int firstPauseSeconds, double factor, int longestPauseSeconds, List<String> retryOn) {
        this(attempts, firstPauseSeconds, factor, longestPauseSeconds, retryOn, null);
    }

    public RetryPolicy {
        // One way to say no, so that the same policy is the same text.
        escalate = Boolean.TRUE.equals(escalate) ? Boolean.TRUE : null;
        Shape.within("retry.attempts", attempts, SECOND_ATTEMPT, MOST_ATTEMPTS);
        Shape.within("retry.firstPauseSeconds", firstPauseSeconds, 1, LONGEST_PAUSE_SECONDS);
        Shape.within("retry.longestPauseSeconds", longestPauseSeconds, firstPauseSeconds, LONGEST_PAUSE_SECONDS);
        if (!(factor >= 1 && factor <= GREATEST_FACTOR)) {
            throw new MalformedInput("retry.factor", "must be from 1 to 10");
        }
        retryOn = retryOn.stream()
                .map(code -> Shape.text("retry.retryOn", code))
                .distinct()
                .toList();
        if (retryOn.size() > MOST_CODES || retryOn.stream().anyMatch(code -> code.length() > LONGEST_CODE)) {
            throw new MalformedInput("retry.retryOn", "has at most 50 codes of at most 100 characters");
        }
    }

    /** Whether a command that comes to nothing for good is an incident. */
    public boolean escalates() {
        return escalate != null;
    }

    /**
     * How long to wait before that attempt.
     *
     * @param attempt from 2
     */
    public Duration pauseBefore(int attempt) {
        double seconds = firstPauseSeconds * Math.pow(factor, attempt - SECOND_ATTEMPT);
        return Duration.ofMillis(Math.round(Math.min(seconds, longestPauseSeconds) * 1_000));
    }

    /** For a person, in a comparison of contracts. */
    @Override
    public String toString() {
        return attempts + " attempts after " + firstPauseSeconds + " s × " + factor + " up to " + longestPauseSeconds
                + " s, on " + retryOn + (escalates() ? ", then an incident" : "");
    }
}
