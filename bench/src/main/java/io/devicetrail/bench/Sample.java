package io.devicetrail.bench;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one run saw.
 *
 * @param done calls that succeeded, warm-up included
 * @param refused calls that failed, warm-up included; they count for nothing else
 */
public record Sample(
        double perSecond,
        double p50Millis,
        double p99Millis,
        long done,
        long refused,
        @Nullable Exception firstRefusal) {

    public static double percentileMillis(long[] sortedNanos, double percentile) {
        if (sortedNanos.length == 0) {
            return 0;
        }
        int rank = (int) Math.ceil(percentile * sortedNanos.length) - 1;
        return sortedNanos[Math.max(0, rank)] / 1e6;
    }

    public static double median(List<Double> rounds) {
        double[] sorted =
                rounds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1
                ? sorted[middle]
                : Arrays.stream(sorted, middle - 1, middle + 1).sum() / 2;
    }
}
