package io.devicetrail.identity.page;

import io.devicetrail.identity.account.LogAwayException;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What there is for somebody who is signed in, and the way out. */
@RestController
class HomePages {
    private static final Duration STYLE_KEPT = Duration.ofHours(1);

    private static final String STYLE = """
            body { font-family: system-ui, sans-serif; line-height: 1.5; margin: 0; color: #111; background: #f4f4f4 }
            main { max-width: 30rem; margin: 3rem auto; padding: 1.5rem 2rem; background: #fff }
            label { display: block; margin-top: 1rem; font-weight: 600 }
            input { box-sizing: border-box; width: 100%; padding: .5rem; font-size: 1rem; border: 1px solid #555 }
            button { margin: 1.25rem 0; padding: .6rem 1.5rem; font-size: 1rem; color: #fff; background: #0b4f8a; border: 0 }
            :focus-visible { outline: 3px solid #b35900; outline-offset: 2px }
            code { overflow-wrap: anywhere }
            h2 { font-size: 1rem; margin: 1.25rem 0 0 }
            dl { margin: .25rem 0; font-size: .9rem }
            dt { font-weight: 600 }
            dd { margin: 0 0 .25rem 1rem; overflow-wrap: anywhere; white-space: pre-wrap }
            .alert { padding: .75rem; border-left: 4px solid #a30000; background: #fdecec }
            """;

    private final SignOut signOut;
    private final Browser browser;

    HomePages(SignOut signOut, Browser browser) {
        this.signOut = signOut;
        this.browser = browser;
    }

    @GetMapping(Pages.STYLE)
    ResponseEntity<String> style() {
        return ResponseEntity.ok()
                .cacheControl(CacheControl.maxAge(STYLE_KEPT))
                .contentType(MediaType.valueOf("text/css;charset=UTF-8"))
                .body(STYLE);
    }

    @GetMapping(Pages.HOME)
    ResponseEntity<String> home(Authentication authentication, HttpServletRequest request) {
        String name = authentication instanceof PersonAuthentication person
                ? person.who().printedName()
                : authentication.getName();
        return Html.page("Signed in")
                .text("You are signed in as " + name + ".")
                .link(Pages.PASSWORD, "Change the password")
                .link(Pages.DEVICE, "Enter the code of a command line")
                .post(Pages.SIGN_OUT, request)
                .submit("Sign out")
                .ok();
    }

    /** The log has the end before the session ends; if it is away, nothing has changed, and the page says so. */
    @PostMapping(Pages.SIGN_OUT)
    ResponseEntity<String> signOut(Authentication authentication, HttpServletRequest request) {
        if (authentication instanceof PersonAuthentication person) {
            try {
                signOut.signOut(person, SignOut.CAUSE, request);
            } catch (LogAwayException away) {
                return Html.page("Not signed out")
                        .alert("The log cannot be reached, so you are still signed in. Try again shortly.")
                        .link(Pages.HOME, "Back")
                        .as(HttpStatus.SERVICE_UNAVAILABLE);
            }
        }
        browser.forget(request);
        return Browser.to(Pages.SIGN_IN);
    }

    @GetMapping(Pages.DEVICE)
    ResponseEntity<String> device(@RequestParam(name = "user_code", defaultValue = "") String userCode) {
        return Html.page("Code of a command line")
                .text("Enter the code that your own command line shows.")
                .get(Pages.DEVICE_VERIFICATION)
                .field("user_code", "Code", "text", "off", userCode)
                .submit("Go on")
                .ok();
    }

    /** The state is known to nobody but this person: without their click there is no token. */
    @GetMapping(Pages.DEVICE_CONFIRM)
    ResponseEntity<String> confirm(
            @RequestParam(name = "user_code", defaultValue = "") String userCode,
            @RequestParam(name = "client_id", defaultValue = "") String clientId,
            @RequestParam(defaultValue = "") String scope,
            @RequestParam(defaultValue = "") String state,
            HttpServletRequest request) {
        return Html.page("Let a command line in?")
                .text("The command line with the code " + userCode + " (" + clientId
                        + ") asks to act for you. Go on only" + " if you started it yourself, and it shows this code.")
                .post(Pages.DEVICE_VERIFICATION, request)
                .hidden("client_id", clientId)
                .hidden("state", state)
                .hidden("user_code", userCode)
                .hidden("scope", scope)
                .submit("Let it in")
                .link(Pages.HOME, "No")
                .ok();
    }
}
