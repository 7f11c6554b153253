package io.devicetrail.update.agent;

import io.devicetrail.update.metadata.Digest;
import io.devicetrail.update.metadata.SoftwareVersion;
import io.devicetrail.update.metadata.Target;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the platform wants installed. It is not trusted for what it says of the image: that has to be what the signed
 * metadata says as well.
 *
 * @param target path in the metadata
 * @param windows none means at any time
 * @param notAfter from then on nothing is begun; null means no end
 * @param prerequisites what the device has to be like
 */
record Offer(
        JobId job,
        String releaseName,
        SoftwareVersion version,
        String target,
        String sha256,
        long size,
        List<Window> windows,
        @Nullable Instant notAfter,
        boolean downgradeAllowed,
        Prerequisites prerequisites) {
    /** Most windows of one offer. */
    static final int MOST_WINDOWS = 32;

    /** An offer that comes is text of a few lines; a longer one is none. */
    static final int LONGEST_BYTES = 65_536;

    /** Longest name of a release. */
    static final int LONGEST_NAME = 200;

    Offer {
        windows = List.copyOf(windows);
        if (releaseName.length() > LONGEST_NAME || target.length() > Target.LONGEST_PATH) {
            throw new IllegalArgumentException("the name of the release or the target is out of bounds");
        }
        if (sha256.length() != 2 * Digest.BYTES || size < 1 || windows.size() > MOST_WINDOWS) {
            throw new IllegalArgumentException("sha256, size or the number of windows is out of bounds");
        }
    }

    boolean says(Target signed) {
        return signed.sha256().equals(sha256)
                && signed.length() == size
                && signed.suits().releaseName().equals(releaseName)
                && signed.suits().releaseVersion().equals(version);
    }
}
