package io.devicetrail.identity.credential;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import javax.crypto.spec.SecretKeySpec;

/** The secret behind somebody's time-based one-time codes (RFC 6238), shared with their authenticator. */
public final class SecondFactor {
    /** As every authenticator has it without being told. */
    static final Duration STEP = Duration.ofSeconds(30);
    /** Steps that a device's clock may be off, either way (RFC 6238, 5.2). */
    static final int DRIFT = 1;
    /** As long as the hash, RFC 4226, 4. */
    private static final int BYTES = 20;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final byte[] secret;

    SecondFactor(byte[] secret) {
        this.secret = secret.clone();
    }

    public static SecondFactor random() {
        byte[] secret = new byte[BYTES];
        RANDOM.nextBytes(secret);
        return new SecondFactor(secret);
    }

    byte[] secret() {
        return secret.clone();
    }

    /** The step that a code is of, if it is of one around now. */
    public OptionalLong stepOf(String code, Instant now) {
        byte[] given = code.strip().getBytes(StandardCharsets.UTF_8);
        OptionalLong found = OptionalLong.empty();
        for (int off = -DRIFT; off <= DRIFT; off++) {
            Instant at = now.plus(STEP.multipliedBy(off));
            // All of them, and in constant time: how long it takes must not tell how near a guess was.
            if (MessageDigest.isEqual(given, codeAt(at).getBytes(StandardCharsets.UTF_8))) {
                found = OptionalLong.of(at.getEpochSecond() / STEP.toSeconds());
            }
        }
        return found;
    }

    public String codeAt(Instant at) {
        try {
            return new TimeBasedOneTimePasswordGenerator(STEP)
                    .generateOneTimePasswordString(new SecretKeySpec(secret, "RAW"), at);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("any bytes are a key of an HMAC", e);
        }
    }

    /** For authenticators: the address that they take as text or, drawn by somebody else, as a picture. */
    public String address(String userName) {
        return "otpauth://totp/Devicetrail:" + URLEncoder.encode(userName, StandardCharsets.UTF_8) + "?secret="
                + Base32.of(secret) + "&issuer=Devicetrail&algorithm=SHA1&digits=6&period=" + STEP.toSeconds();
    }

    @Override
    public String toString() {
        return "SecondFactor";
    }
}
