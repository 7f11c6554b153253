package io.devicetrail.identity.credential;

import java.io.ByteArrayOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the address of a second factor as people's authenticators do. */
public final class Authenticator {
    private static final Pattern SECRET = Pattern.compile("[?&]secret=([A-Z2-7]+)(&|$)");

    private Authenticator() {}

    public static SecondFactor read(String address) {
        Matcher matcher = SECRET.matcher(address);
        if (!matcher.find()) {
            throw new AssertionError("no secret in " + address);
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int held = 0;
        int bits = 0;
        for (char each : matcher.group(1).toCharArray()) {
            held = (held << 5) | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(each);
            bits += 5;
            if (bits >= 8) {
                bits -= 8;
                bytes.write(held >> bits);
                held &= (1 << bits) - 1;
            }
        }
        return new SecondFactor(bytes.toByteArray());
    }
}
