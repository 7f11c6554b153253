package io.devicetrail.update.metadata.client;

import io.devicetrail.update.metadata.Digest;
import io.devicetrail.update.metadata.Refusal;
import io.devicetrail.update.metadata.Target;
import io.devicetrail.update.metadata.UpdateRefused;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Whether bytes are the image that was signed (5.7), while they pass by: an image need not fit into memory. */
public final class ImageCheck {
    private static final int BUFFER = 65_536;

    private final Target target;
    private final MessageDigest digest = Digest.sha256();
    private long length;

    public ImageCheck(Target target) {
        this.target = target;
    }

    /** @throws UpdateRefused {@link Refusal#TARGET_TOO_LONG} at the first byte too many */
    public void update(byte[] bytes, int count) {
        length += count;
        if (length > target.length()) {
            throw new UpdateRefused(
                    Refusal.TARGET_TOO_LONG, target.path() + " goes on beyond " + target.length() + " bytes");
        }
        digest.update(bytes, 0, count);
    }

    /** @throws UpdateRefused {@link Refusal#TARGET_TRUNCATED} or {@link Refusal#TARGET_ALTERED} */
    public void finish() {
        if (length < target.length()) {
            throw new UpdateRefused(
                    Refusal.TARGET_TRUNCATED,
                    target.path() + " ends after " + length + " of " + target.length() + " bytes");
        }
        if (!Digest.text(digest.digest()).equals(target.sha256())) {
            throw new UpdateRefused(Refusal.TARGET_ALTERED, target.path() + " has another SHA-256");
        }
    }

    public static void of(Target target, InputStream image) throws IOException {
        ImageCheck check = new ImageCheck(target);
        byte[] buffer = new byte[BUFFER];
        for (int count = image.read(buffer); count >= 0; count = image.read(buffer)) {
            check.update(buffer, count);
        }
        check.finish();
    }
}
