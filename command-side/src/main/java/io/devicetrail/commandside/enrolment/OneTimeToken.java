package io.devicetrail.commandside.enrolment;

import java.security.SecureRandom;
import java.util.Base64;

/** One-time tokens of devices: random and long, so that their hash can be on record. */
final class OneTimeToken {
    /** What every token begins with, so that it is found where it should not be. */
    static final String PREFIX = "dte_";

    private static final int RANDOM_BYTES = 32;
    private static final SecureRandom RANDOM = new SecureRandom();

    private OneTimeToken() {}

    static String next() {
        byte[] random = new byte[RANDOM_BYTES];
        RANDOM.nextBytes(random);
        return PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
