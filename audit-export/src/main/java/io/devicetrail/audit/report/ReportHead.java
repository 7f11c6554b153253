package io.devicetrail.audit.report;

import io.devicetrail.audit.report.pdf.Sha256;
import io.devicetrail.audit.trail.TrailFilter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;

/**
 * What a report says of itself, besides its entries.
 *
 * @param logHead index of the newest event of the log that it knows of; -1 for an empty log
 * @param requester printed name of who asked for it
 * @param requesterId their immutable id
 * @param reason why they did
 * @param requestedAt when they did, by the server's clock
 */
public record ReportHead(
        TrailFilter filter, long logHead, String requester, String requesterId, String reason, Instant requestedAt) {
    private static final int ID_BYTES = 16;

    /** The id of the file: the same only for the same head over the same copy. */
    byte[] idWith(byte[] copySha256) {
        MessageDigest digest = Sha256.digest();
        digest.update(copySha256);
        for (Object part : new Object[] {filter, logHead, requester, requesterId, reason, requestedAt}) {
            byte[] text = part.toString().getBytes(StandardCharsets.UTF_8);
            digest.update((text.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(text);
        }
        return Arrays.copyOf(digest.digest(), ID_BYTES);
    }
}
