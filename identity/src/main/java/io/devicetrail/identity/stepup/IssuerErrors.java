package io.devicetrail.identity.stepup;

import java.util.Map;
import java.util.regex.Pattern;

/** What an issuer says when it does not do what it was asked (RFC 6749 4.1.2.1, OpenID Connect Core 3.1.2.6). */
final class IssuerErrors {
    private static final Pattern CODE = Pattern.compile("[a-z_]{1,64}");
    private static final Map<String, String> TOLD = Map.of(
            "access_denied",
            "It did not let you in, or you went back.",
            "login_required",
            "It could not ask you to sign in anew.",
            "interaction_required",
            "It could not ask you to sign in anew.",
            "unmet_authentication_requirements",
            "It cannot ask for the proofs that a signature takes; your administrator there enrols you for them.",
            "temporarily_unavailable",
            "It is busy; try again shortly.",
            "server_error",
            "It failed; try again shortly.");

    private IssuerErrors() {}

    /** In words for the signer. */
    static String told(String code) {
        String known = known(code);
        return TOLD.getOrDefault(known, "It could not carry out the request.") + " (" + known + ")";
    }

    /** Whatever anybody may have written there, in letters that can be shown and logged. */
    static String known(String code) {
        return CODE.matcher(code).matches() ? code : "unknown error";
    }
}
