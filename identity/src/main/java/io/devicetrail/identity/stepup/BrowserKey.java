package io.devicetrail.identity.stepup;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * What one browser has in its cookie, and nobody else: kept here as a hash alone. The verifier (RFC 7636) and the nonce of
 * each request are made from it, so that what comes back in another browser redeems no code.
 */
public record BrowserKey(String value) {
    private static final int BYTES = 32;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String KEYED_HASH = "HmacSHA256";

    static BrowserKey fresh() {
        return new BrowserKey(random());
    }

    /** Empty for what was never one. */
    public static Optional<BrowserKey> of(@Nullable String cookie) {
        return cookie != null && FORM.matcher(cookie).matches()
                ? Optional.of(new BrowserKey(cookie))
                : Optional.empty();
    }

    static String random() {
        byte[] bytes = new byte[BYTES];
        RANDOM.nextBytes(bytes);
        return text(bytes);
    }

    public byte[] hash() {
        return hash(value);
    }

    static byte[] hash(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException everywhere) {
            throw new IllegalStateException(everywhere);
        }
    }

    /** Always the same for the same parts; without the key nobody makes it. */
    String derived(String... parts) {
        try {
            Mac mac = Mac.getInstance(KEYED_HASH);
            mac.init(new SecretKeySpec(value.getBytes(StandardCharsets.UTF_8), KEYED_HASH));
            return text(mac.doFinal(String.join("\n", parts).getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException everywhere) {
            throw new IllegalStateException(everywhere);
        }
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public String toString() {
        return "BrowserKey";
    }
}
