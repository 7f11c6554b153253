package io.devicetrail.update.metadata;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, in lower-case hexadecimal. */
public final class Digest {
    public static final int BYTES = 32;

    private Digest() {}

    public static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException everyJavaHasIt) {
            throw new IllegalStateException(everyJavaHasIt);
        }
    }

    public static String sha256(byte[] bytes) {
        return text(sha256().digest(bytes));
    }

    public static String text(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
