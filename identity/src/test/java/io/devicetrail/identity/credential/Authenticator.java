package io.devicetrail.identity.credential;

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
        return new SecondFactor(Base32.bytes(matcher.group(1)));
    }
}
