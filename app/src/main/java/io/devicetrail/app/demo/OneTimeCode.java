package io.devicetrail.app.demo;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.io.ByteArrayOutputStream;
import java.security.InvalidKeyException;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator as people have one on their telephone (RFC 6238). */
final class OneTimeCode {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    private static final int BITS = 5;

    private final byte[] key;

    /** @param secret in Base32 (RFC 4648), as authenticators take it */
    OneTimeCode(String secret) {
        this.key = decoded(secret);
    }

    String at(Instant now) {
        TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
        try {
            return codes.generateOneTimePasswordString(new SecretKeySpec(key, codes.getAlgorithm()), now);
        } catch (InvalidKeyException e) {
            throw new DemoFailure("the authenticator's secret is unusable", e);
        }
    }

    private static byte[] decoded(String secret) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int bits = 0;
        int value = 0;
        for (char c : secret.toCharArray()) {
            value = (value << BITS | ALPHABET.indexOf(c)) & 0xFFFF;
            bits += BITS;
            if (bits >= Byte.SIZE) {
                bits -= Byte.SIZE;
                bytes.write(value >> bits & 0xFF);
            }
        }
        return bytes.toByteArray();
    }
}
