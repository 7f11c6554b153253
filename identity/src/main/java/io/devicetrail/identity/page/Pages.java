package io.devicetrail.identity.page;

import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.signing.PendingSignatures;
import java.net.URI;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Where the pages are, and what they may do in a browser. */
public final class Pages {
    public static final String SIGN_IN = "/identity/sign-in";
    static final String FIRST = "/identity/first-sign-in";
    static final String FIRST_FINISH = "/identity/first-sign-in/finish";
    static final String PASSWORD = "/identity/password";
    public static final String STYLE = "/identity/style.css";
    /** For who is signed in. */
    static final String HOME = "/identity";

    static final String SIGN_OUT = "/identity/sign-out";

    /** Where the code of a device is entered; the address that a command line shows. */
    public static final String DEVICE = "/identity/device";

    public static final String DEVICE_CONFIRM = "/identity/device-confirm";
    static final String DEVICE_VERIFICATION = "/identity/device-verification";

    /** Where signatures are given: also by who signs in elsewhere, and each page asks who it is. */
    private static final String SIGN = "/identity/sign/**";

    public static final String AUTHORIZE = "/identity/authorize";

    /** One signature's page, and nothing below it. */
    private static final Pattern SIGNING = Pattern.compile(Pattern.quote(PendingSignatures.PAGE) + "[0-9a-fA-F-]{36}");

    /** For who is not signed in. */
    public static final List<String> OPEN = List.of(SIGN_IN, FIRST, FIRST_FINISH, PASSWORD, STYLE, SIGN);

    private Pages() {}

    /** Whether a browser that had to sign in first may go on there; nowhere else. */
    public static boolean resumes(String path) {
        return AUTHORIZE.equals(path)
                || DEVICE_VERIFICATION.equals(path)
                || SIGNING.matcher(path).matches();
    }

    /**
     * Nothing is loaded or run but one style sheet. Browsers apply {@code form-action} to redirects as well: the answer
     * goes to where clients wait for it.
     */
    public static String policy(SignInSettings settings) {
        String clients = settings.redirectUris().stream().map(Pages::origin).collect(Collectors.joining(" "));
        return "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none';"
                + " form-action 'self' http://127.0.0.1:* http://[::1]:* " + clients;
    }

    /** The same for a page whose form leads to an issuer elsewhere. */
    static String policy(SignInSettings settings, URI leadsTo) {
        return policy(settings) + " " + origin(leadsTo);
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
