package io.devicetrail.identity.page;

import io.devicetrail.identity.signin.FirstSignIn;
import io.devicetrail.identity.signin.Outcome;
import io.devicetrail.identity.signin.Outcome.Due;
import io.devicetrail.identity.signin.Outcome.Kept;
import io.devicetrail.identity.signin.Outcome.Offer;
import io.devicetrail.identity.signin.Outcome.Refused;
import io.devicetrail.identity.signin.Outcome.SignedIn;
import io.devicetrail.identity.signin.Outcome.Unavailable;
import io.devicetrail.identity.signin.Outcome.Unfit;
import io.devicetrail.identity.signin.PasswordChange;
import io.devicetrail.identity.signin.SignIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Sign-in, first sign-in and change of password. */
@RestController
class SignInPages {
    private static final String STARTED = SignInPages.class.getName() + ".started";
    private static final String REFUSED =
            "That did not fit. Check the user name and the rest; after several failures an"
                    + " account is locked for a while, and an administrator can unlock it.";
    private static final String AWAY =
            "Nothing was decided: too many sign in at once, or the log cannot be reached. Try again shortly, with the"
                    + " next code: one that was shown may have counted.";
    private static final String KEPT =
            "What you chose counts from now on, but you could not be signed in at once. Sign in with it.";
    private static final String DIFFERENT = "The two new passwords differ.";

    private final SignIn signIn;
    private final FirstSignIn firstSignIn;
    private final PasswordChange passwordChange;
    private final Browser browser;
    private final LiveSessions live;

    SignInPages(
            SignIn signIn, FirstSignIn firstSignIn, PasswordChange passwordChange, Browser browser, LiveSessions live) {
        this.signIn = signIn;
        this.firstSignIn = firstSignIn;
        this.passwordChange = passwordChange;
        this.browser = browser;
        this.live = live;
    }

    /** A first sign-in in its middle; in the HTTP session, never in a page. */
    private record Started(String userName, String proof, Due due) {
        @Override
        public String toString() {
            return "Started";
        }
    }

    @GetMapping(Pages.SIGN_IN)
    ResponseEntity<String> signInPage(HttpServletRequest request) {
        return signInForm(request, null).ok();
    }

    @PostMapping(Pages.SIGN_IN)
    ResponseEntity<String> signIn(
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (live.full(request)) {
            return signInForm(request, AWAY).as(HttpStatus.SERVICE_UNAVAILABLE);
        }
        Outcome outcome = signIn.signIn(username, password, code, Browser.origin(request));
        if (outcome instanceof Due due) {
            return due.passwordDue()
                    ? passwordForm(request, "The password has to be changed before it counts again. Use a new code.")
                            .ok()
                    : firstForm(request, "A second factor has to be enrolled. Enter the password as the secret.")
                            .ok();
        }
        return answer(outcome, request, response, alert -> signInForm(request, alert));
    }

    @GetMapping(Pages.FIRST)
    ResponseEntity<String> firstPage(HttpServletRequest request) {
        return firstForm(request, null).ok();
    }

    @PostMapping(Pages.FIRST)
    ResponseEntity<String> begin(
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String secret,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (live.full(request)) {
            return firstForm(request, AWAY).as(HttpStatus.SERVICE_UNAVAILABLE);
        }
        Outcome outcome = firstSignIn.begin(username, secret, Browser.origin(request));
        if (outcome instanceof Due due) {
            Started started = new Started(username, secret, due);
            request.getSession().setAttribute(STARTED, started);
            return finishForm(request, started, null).ok();
        }
        return answer(outcome, request, response, alert -> firstForm(request, alert));
    }

    @PostMapping(Pages.FIRST_FINISH)
    ResponseEntity<String> finish(
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String repeated,
            @RequestParam(defaultValue = "") String code,
            HttpServletRequest request,
            HttpServletResponse response) {
        HttpSession session = request.getSession(false);
        if (session == null || !(session.getAttribute(STARTED) instanceof Started started)) {
            return firstForm(request, "That took too long; begin again.").ok();
        }
        if (started.due().passwordDue() && !password.equals(repeated)) {
            return finishForm(request, started, DIFFERENT).ok();
        }
        Outcome outcome = firstSignIn.finish(
                started.userName(), started.proof(), started.due(), password, code, Browser.origin(request));
        if (!(outcome instanceof Unfit) && !(outcome instanceof Unavailable)) {
            session.removeAttribute(STARTED);
        }
        return outcome instanceof Refused
                ? answer(outcome, request, response, alert -> firstForm(request, alert))
                : answer(outcome, request, response, alert -> finishForm(request, started, alert));
    }

    @GetMapping(Pages.PASSWORD)
    ResponseEntity<String> passwordPage(HttpServletRequest request) {
        return passwordForm(request, null).ok();
    }

    @PostMapping(Pages.PASSWORD)
    ResponseEntity<String> changePassword(
            @RequestParam(defaultValue = "") String username,
            @RequestParam(defaultValue = "") String old,
            @RequestParam(defaultValue = "") String code,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String repeated,
            HttpServletRequest request,
            HttpServletResponse response) {
        if (live.full(request)) {
            return passwordForm(request, AWAY).as(HttpStatus.SERVICE_UNAVAILABLE);
        }
        if (!password.equals(repeated)) {
            return passwordForm(request, DIFFERENT).ok();
        }
        return answer(
                passwordChange.change(username, old, code, password, Browser.origin(request)),
                request,
                response,
                alert -> passwordForm(request, alert));
    }

    private ResponseEntity<String> answer(
            Outcome outcome, HttpServletRequest request, HttpServletResponse response, Function<String, Html> form) {
        return switch (outcome) {
            case SignedIn who -> browser.signedIn(who, request, response);
            case Unfit unfit -> form.apply(unfit.complaint()).as(HttpStatus.UNPROCESSABLE_CONTENT);
            case Refused refused -> form.apply(REFUSED).as(HttpStatus.UNAUTHORIZED);
            case Kept kept -> signInForm(request, KEPT).as(HttpStatus.SERVICE_UNAVAILABLE);
            case Unavailable away -> form.apply(AWAY).as(HttpStatus.SERVICE_UNAVAILABLE);
            case Due due -> form.apply(AWAY).as(HttpStatus.CONFLICT);
        };
    }

    private static Html signInForm(HttpServletRequest request, @Nullable String alert) {
        return Html.page("Sign in")
                .alert(alert)
                .post(Pages.SIGN_IN, request)
                .field("username", "User name", "text", "username", "")
                .field("password", "Password", "password", "current-password", "")
                .code()
                .submit("Sign in")
                .link(Pages.FIRST, "First sign-in, or a one-time secret")
                .link(Pages.PASSWORD, "Change the password");
    }

    private static Html firstForm(HttpServletRequest request, @Nullable String alert) {
        return Html.page("First sign-in")
                .alert(alert)
                .text("Enter the one-time secret that an administrator gave you.")
                .post(Pages.FIRST, request)
                .field("username", "User name", "text", "username", "")
                .field("secret", "One-time secret", "password", "off", "")
                .submit("Go on");
    }

    private static Html finishForm(HttpServletRequest request, Started started, @Nullable String alert) {
        Html page = Html.page("Choose your proofs").alert(alert);
        Offer offer = started.due().offer();
        if (offer != null) {
            page.text("Enter this address, or the secret in it, into your authenticator. Nobody else may see it.")
                    .copy(offer.address());
        }
        page.post(Pages.FIRST_FINISH, request);
        if (started.due().passwordDue()) {
            page.field("password", "New password", "password", "new-password", "")
                    .field("repeated", "New password, again", "password", "new-password", "");
        }
        return page.code().submit("Sign in");
    }

    private static Html passwordForm(HttpServletRequest request, @Nullable String alert) {
        return Html.page("Change the password")
                .alert(alert)
                .post(Pages.PASSWORD, request)
                .field("username", "User name", "text", "username", "")
                .field("old", "Password until now", "password", "current-password", "")
                .code()
                .field("password", "New password", "password", "new-password", "")
                .field("repeated", "New password, again", "password", "new-password", "")
                .submit("Change");
    }
}
