package io.devicetrail.audit.scrub;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The findings of a round that are not recorded one by one, as one: the same ones make the same one in every round. */
final class Rest {
    /** Hex digits of the hash over all of them: others, however similar, are another finding. */
    private static final int DIGITS = 16;

    private final MessageDigest digest = sha256();
    private @Nullable Finding first;
    private long count;
    private long last = Finding.NOT_OF_AN_EVENT;

    void add(Finding finding) {
        first = first == null ? finding : first;
        count++;
        last = Math.max(last, finding.index());
        digest.update((finding + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Null if there are none. Ends the adding. */
    @Nullable Finding finding() {
        if (first == null) {
            return null;
        }
        String beyond = "beyond the " + Recording.MOST_OF_A_ROUND + " of a round that are recorded one by one";
        if (count == 1) {
            return new Finding(first.index(), beyond + ": " + first.what());
        }
        String hash = HexFormat.of().formatHex(digest.digest()).substring(0, DIGITS);
        return new Finding(
                first.index(),
                beyond + ", " + count + " more differ, from here to event " + last
                        + "; devicetrail verify --json names each (" + hash + ")");
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
