package io.devicetrail.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * How long to measure, and where.
 *
 * @param seconds measured time of each run, after its warm-up
 * @param home folder of the parts the bench starts; it disappears at the end
 * @param progress hears one line per run
 */
public record Measuring(int rounds, Duration seconds, Path home, Consumer<String> progress) {
    /** Number of the round before the first: it is told like the others, and counts for nothing. */
    public static final int WARM_UP_ROUND = 0;

    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(2);

    /** Of each run: its own threads, connections and plans must be warm before anything counts. */
    public Duration warmUp() {
        Duration half = seconds.dividedBy(2);
        return half.compareTo(LONGEST_WARM_UP) < 0 ? half : LONGEST_WARM_UP;
    }
}
