package io.devicetrail.audit.seal;

import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a ledger's key signs under a manifest: what it is, and the hashes of manifest and CMS signature. Its second line is
 * no number, so no reader can take it for a checkpoint, which the same key signs.
 *
 * @param by the key that signed
 * @param manifest SHA-256 of the manifest, lower-case hex
 * @param cms SHA-256 of the CMS signature over it
 */
public record SealNote(VerifierKey by, String manifest, String cms) {
    private static final Pattern FORM = Pattern.compile(
            "([^\n]+) manifest\nmanifest\\.json ([0-9a-f]{64})\nmanifest\\.json\\.p7s ([0-9a-f]{64})\n");

    static String text(Sealed what, byte[] manifest, byte[] cms) {
        return what.format() + " manifest\nmanifest.json " + sha256(manifest) + "\nmanifest.json.p7s " + sha256(cms)
                + "\n";
    }

    /**
     * @param what it must be a note of
     * @param keys of the ledger; one of them must have signed, and nobody else
     * @throws NotVerified if it is no such note
     */
    public static SealNote verified(Sealed what, byte[] note, List<VerifierKey> keys) {
        SignedNote signed = SignedNote.parse(note);
        if (signed.signatures().size() != 1
                || !Arrays.equals(note, signed.print().getBytes(StandardCharsets.UTF_8))) {
            throw new NotVerified("it is not a note with one signature");
        }
        VerifierKey by = signed.verifiedBy(keys).getFirst();
        Matcher matcher = FORM.matcher(signed.text());
        if (!matcher.matches() || !matcher.group(1).equals(what.format())) {
            throw new NotVerified("it is a note of something else");
        }
        return new SealNote(by, matcher.group(2), matcher.group(3));
    }

    public boolean isOfManifest(byte[] bytes) {
        return manifest.equals(sha256(bytes));
    }

    public boolean isOfCms(byte[] bytes) {
        return cms.equals(sha256(bytes));
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
