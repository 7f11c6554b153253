package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.shared.MalformedInput;
import java.util.Locale;
import java.util.regex.Pattern;

/** A code from a box: 80 random bits as 16 characters of Base32 (RFC 4648), as people type them. */
public final class ClaimCode {
    private static final Pattern FORM = Pattern.compile("[A-Z2-7]{16}");

    private ClaimCode() {}

    /**
     * SHA-256 of its 16 characters, lower-case hexadecimal.
     *
     * @param typed with blanks, dashes and letters of any case
     */
    public static String hash(String typed) {
        String code = typed.replaceAll("[\\s-]", "").toUpperCase(Locale.ROOT);
        if (!FORM.matcher(code).matches()) {
            throw new MalformedInput("code", "must be 16 letters A to Z and digits 2 to 7");
        }
        return Fingerprint.of(code);
    }
}
