package io.devicetrail.app.demo;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import io.devicetrail.identity.credential.Base32;
import java.security.InvalidKeyException;
import java.time.Duration;
import java.time.Instant;
import javax.crypto.spec.SecretKeySpec;

/** An authenticator as people have one on their telephone (RFC 6238). */
final class OneTimeCode {
    /** How long the authenticator shows a code. */
    static final Duration GOOD_FOR = Duration.ofSeconds(30);

    private final byte[] key;

    /** @param secret in Base32 (RFC 4648), as authenticators take it */
    OneTimeCode(String secret) {
        this.key = Base32.bytes(secret);
    }

    /** The number of the time in which one code is shown. */
    static long window(Instant now) {
        return now.getEpochSecond() / GOOD_FOR.toSeconds();
    }

    String at(Instant now) {
        TimeBasedOneTimePasswordGenerator codes = new TimeBasedOneTimePasswordGenerator();
        try {
            return codes.generateOneTimePasswordString(new SecretKeySpec(key, codes.getAlgorithm()), now);
        } catch (InvalidKeyException e) {
            throw new DemoFailure("the authenticator's secret is unusable", e);
        }
    }
}
