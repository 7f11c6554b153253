package io.devicetrail.update.metadata.client;

/**
 * What one update may cost a device, whoever answers.
 *
 * @param roots newer roots taken in one run; the next run goes on
 * @param rootBytes and the like: longest file of the role
 */
public record Limits(int roots, int rootBytes, int timestampBytes, int snapshotBytes, int targetsBytes) {
    public static final Limits USUAL = new Limits(256, 512_000, 16_384, 65_536, 5_000_000);
}
