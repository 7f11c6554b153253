package io.devicetrail.identity.page;

import io.devicetrail.identity.SignInSettings;
import java.net.URI;
import java.util.List;
import java.util.stream.Collectors;

/** Where the pages are, and what they may do in a browser. */
public final class Pages {
    public static final String SIGN_IN = "/identity/sign-in";
    static final String FIRST = "/identity/first-sign-in";
    static final String FIRST_FINISH = "/identity/first-sign-in/finish";
    static final String PASSWORD = "/identity/password";
    static final String STYLE = "/identity/style.css";
    /** For who is signed in. */
    static final String HOME = "/identity";

    static final String SIGN_OUT = "/identity/sign-out";

    /** Where the code of a device is entered; the address that a command line shows. */
    public static final String DEVICE = "/identity/device";

    public static final String DEVICE_CONFIRM = "/identity/device-confirm";
    static final String DEVICE_VERIFICATION = "/identity/device-verification";

    /** For who is not signed in. */
    public static final List<String> OPEN = List.of(SIGN_IN, FIRST, FIRST_FINISH, PASSWORD, STYLE);

    private Pages() {}

    /**
     * Nothing is loaded or run but one style sheet. Browsers apply {@code form-action} to redirects as well: the answer
     * goes to where clients wait for it.
     */
    public static String policy(SignInSettings settings) {
        String clients = settings.redirectUris().stream().map(Pages::origin).collect(Collectors.joining(" "));
        return "default-src 'none'; style-src 'self'; base-uri 'none'; frame-ancestors 'none';"
                + " form-action 'self' http://127.0.0.1:* http://[::1]:* " + clients;
    }

    private static String origin(URI uri) {
        return uri.getScheme() + "://" + uri.getRawAuthority();
    }
}
