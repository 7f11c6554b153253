package io.devicetrail.identity.page;

import io.devicetrail.domain.signature.Signings;
import io.devicetrail.identity.signin.Outcome;
import io.devicetrail.identity.signin.Outcome.Due;
import io.devicetrail.identity.signin.Outcome.Kept;
import io.devicetrail.identity.signin.Outcome.Refused;
import io.devicetrail.identity.signin.Outcome.SignedIn;
import io.devicetrail.identity.signin.Outcome.Unavailable;
import io.devicetrail.identity.signin.Outcome.Unfit;
import io.devicetrail.identity.signin.Signing;
import io.devicetrail.identity.signing.PendingSignatures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.web.savedrequest.RequestCache;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where somebody signs: they see under what their name will stand, and prove that it is theirs (21 CFR 11.50(b)). */
@RestController
class SigningPages {
    private static final String SIGNING = PendingSignatures.PAGE + "{id}";
    private static final String REFUSED = "That did not fit. After several failures an account is locked for a while,"
            + " and an administrator can unlock it.";
    private static final String AWAY =
            "Nothing was decided: too many do this at once, or the log cannot be reached. Try again shortly, with the"
                    + " next code: one that was shown may have counted.";

    private final PendingSignatures pending;
    private final Signing signing;
    private final SeenRecord record;
    private final StepUpPages elsewhere;
    private final RequestCache interrupted;

    SigningPages(
            PendingSignatures pending,
            Signing signing,
            SeenRecord record,
            StepUpPages elsewhere,
            RequestCache interrupted) {
        this.pending = pending;
        this.signing = signing;
        this.record = record;
        this.elsewhere = elsewhere;
        this.interrupted = interrupted;
    }

    @GetMapping(SIGNING)
    ResponseEntity<String> page(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String at,
            @Nullable Authentication authentication,
            HttpServletRequest request,
            HttpServletResponse response) {
        SignedIn who = who(authentication);
        Optional<Signings.Signing> asked = asked(who, id);
        if (who == null) {
            // Back here, should they sign in with an account of the installation.
            interrupted.saveRequest(request, response);
        }
        if (who == null || asked.isEmpty()) {
            return elsewhere.page(id, at, who != null, request);
        }
        return switch (asked.get().state()) {
            case WAITING -> form(who, asked.get(), request, null, HttpStatus.OK);
            case SIGNED -> done(asked.get());
            case EXPIRED -> expired();
        };
    }

    @PostMapping(SIGNING)
    ResponseEntity<String> sign(
            @PathVariable String id,
            @RequestParam(defaultValue = "") String password,
            @RequestParam(defaultValue = "") String code,
            @Nullable Authentication authentication,
            HttpServletRequest request) {
        SignedIn who = who(authentication);
        Optional<Signings.Signing> asked = asked(who, id);
        if (who == null || asked.isEmpty()) {
            return absent(List.of(), id);
        }
        Outcome outcome = signing.sign(who, asked.get().id(), password, code, Browser.origin(request));
        return switch (outcome) {
            case SignedIn signer -> done(asked.get());
            case Unfit unfit -> Html.page("Not signed").alert(unfit.complaint()).as(HttpStatus.UNPROCESSABLE_CONTENT);
            case Refused refused -> form(who, asked.get(), request, REFUSED, HttpStatus.UNAUTHORIZED);
            case Kept kept -> form(who, asked.get(), request, AWAY, HttpStatus.SERVICE_UNAVAILABLE);
            case Unavailable away -> form(who, asked.get(), request, AWAY, HttpStatus.SERVICE_UNAVAILABLE);
            case Due due -> form(who, asked.get(), request, AWAY, HttpStatus.CONFLICT);
        };
    }

    private ResponseEntity<String> form(
            SignedIn who,
            Signings.Signing asked,
            HttpServletRequest request,
            @Nullable String alert,
            HttpStatus status) {
        return record.above(
                Html.page("Sign").alert(alert),
                asked,
                page -> proofs(who, asked, request, page).as(status));
    }

    private Html proofs(SignedIn who, Signings.Signing asked, HttpServletRequest request, Html page) {
        page.text("By your proofs you put your name under this record: " + who.printedName() + ".")
                .post(PendingSignatures.PAGE + asked.id(), request)
                .field("password", "Password", "password", "current-password", "");
        if (signing.takesBoth(who, Browser.origin(request))) {
            page.code();
        }
        return page.submit("Sign").link(Pages.HOME, "Do not sign");
    }

    static ResponseEntity<String> done(Signings.Signing asked) {
        return what(Html.page("Signed").text("The signature is in the log. You may close this page."), asked)
                .ok();
    }

    static ResponseEntity<String> expired() {
        return Html.page("Not signed")
                .alert("This signature was not given in time; ask for it again.")
                .as(HttpStatus.GONE);
    }

    static Html what(Html page, Signings.Signing asked) {
        return page.text("Record: " + asked.record() + " of tenant " + asked.tenant())
                .text("Meaning: " + asked.meaning())
                .text("Reason: " + asked.reason())
                .text("Log position " + asked.position() + ", SHA-256:")
                .copy(asked.hash());
    }

    /** @param issuers at which somebody else may sign in to give it */
    static ResponseEntity<String> absent(List<String> issuers, String id) {
        Html page = Html.page("Nothing to sign").alert("There is no such signature for you to give.");
        issuers.forEach(issuer -> StepUpAnswers.link(page, id, issuer));
        return page.link(Pages.HOME, "Back").as(HttpStatus.NOT_FOUND);
    }

    private static @Nullable SignedIn who(@Nullable Authentication authentication) {
        return authentication instanceof PersonAuthentication person ? person.who() : null;
    }

    private Optional<Signings.Signing> asked(@Nullable SignedIn who, String id) {
        try {
            return who == null ? Optional.empty() : pending.of(who.person(), UUID.fromString(id));
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
    }
}
