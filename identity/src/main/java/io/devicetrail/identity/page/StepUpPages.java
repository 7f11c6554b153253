package io.devicetrail.identity.page;

import io.devicetrail.domain.signature.Signings;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.signing.PendingSignatures;
import io.devicetrail.identity.stepup.BrowserKey;
import io.devicetrail.identity.stepup.IssuerAwayException;
import io.devicetrail.identity.stepup.OutsideSigner;
import io.devicetrail.identity.stepup.Returned;
import io.devicetrail.identity.stepup.Returned.Identified;
import io.devicetrail.identity.stepup.Returned.Refused;
import io.devicetrail.identity.stepup.Returned.Signed;
import io.devicetrail.identity.stepup.Returned.Unavailable;
import io.devicetrail.identity.stepup.StepUp;
import io.devicetrail.identity.stepup.StepUp.Door;
import io.devicetrail.identity.stepup.StepUp.Way;
import io.devicetrail.identity.stepup.StepUpReturn;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Where people of an outside issuer sign: they are shown what, and give the proofs at their issuer, each time anew. */
@RestController
class StepUpPages {
    private static final String BEGIN = PendingSignatures.PAGE + "{id}/elsewhere";
    private static final String GIVE = PendingSignatures.PAGE + "{id}/step-up";
    private static final String LEAVE = PendingSignatures.PAGE + "{id}/leave";
    private static final String POLICY = "Content-Security-Policy";

    private final StepUp stepUp;
    private final StepUpReturn returns;
    private final PendingSignatures pending;
    private final SigningBrowser browser;
    private final SignInSettings settings;
    private final SeenRecord record;

    StepUpPages(
            StepUp stepUp,
            StepUpReturn returns,
            PendingSignatures pending,
            SigningBrowser browser,
            SignInSettings settings,
            SeenRecord record) {
        this.stepUp = stepUp;
        this.returns = returns;
        this.pending = pending;
        this.browser = browser;
        this.settings = settings;
        this.record = record;
    }

    /**
     * For who is not signed in with an account of the installation, or not as the signer.
     *
     * @param at name of the issuer to sign in at; empty if none was chosen
     * @param signedInHere whether somebody is signed in with such an account
     */
    ResponseEntity<String> page(String id, String at, boolean signedInHere, HttpServletRequest request) {
        OutsideSigner who;
        try {
            who = signer(request).orElse(null);
            Optional<Signings.Signing> asked = asked(who, id);
            if (who != null && asked.isPresent()) {
                return switch (asked.get().state()) {
                    case WAITING -> form(who, asked.get(), request);
                    case SIGNED -> SigningPages.done(asked.get());
                    case EXPIRED -> SigningPages.expired();
                };
            }
            Optional<Door> door = stepUp.door(at);
            if (door.isPresent()) {
                return doorPage(id, door.get(), request);
            }
        } catch (IssuerAwayException | LogAwayException away) {
            return StepUpAnswers.away(id);
        }
        List<String> issuers = stepUp.issuers();
        if (signedInHere || who != null) {
            return SigningPages.absent(issuers, id);
        }
        return issuers.isEmpty() ? Browser.to(Pages.SIGN_IN) : StepUpAnswers.choice(id, issuers);
    }

    private Optional<Signings.Signing> asked(@Nullable OutsideSigner who, String id) {
        return who == null ? Optional.empty() : StepUpAnswers.uuid(id).flatMap(uuid -> pending.of(who.person(), uuid));
    }

    private ResponseEntity<String> doorPage(String id, Door door, HttpServletRequest request) {
        Html page = Html.page("Sign in at " + door.name())
                .text("You go on to " + door.address() + ", and come back to see what is to be signed.")
                .post(
                        PendingSignatures.PAGE
                                + StepUpAnswers.uuid(id).map(UUID::toString).orElse("none") + "/elsewhere",
                        request)
                .hidden("at", door.name())
                .submit("Sign in at " + door.name());
        return leading(page, door);
    }

    private ResponseEntity<String> form(OutsideSigner who, Signings.Signing asked, HttpServletRequest request)
            throws IssuerAwayException {
        Optional<Door> door = stepUp.door(who);
        if (door.isEmpty()) {
            return SigningPages.absent(List.of(), "");
        }
        return record.above(Html.page("Sign"), asked, page -> leading(proofs(who, asked, request, page), door.get()));
    }

    private static Html proofs(OutsideSigner who, Signings.Signing asked, HttpServletRequest request, Html page) {
        return page.text("By signing in once more at " + who.issuer() + " you put your name under this record: "
                        + who.printedName() + ".")
                .post(PendingSignatures.PAGE + asked.id() + "/step-up", request)
                .submit("Sign")
                .post(PendingSignatures.PAGE + asked.id() + "/leave", request)
                .submit("Do not sign, and leave");
    }

    /** Browsers apply {@code form-action} to redirects as well. */
    private ResponseEntity<String> leading(Html page, Door door) {
        ResponseEntity<String> plain = page.ok();
        return ResponseEntity.status(plain.getStatusCode())
                .headers(plain.getHeaders())
                .header(POLICY, Pages.policy(settings, door.authorization()))
                .body(plain.getBody());
    }

    @PostMapping(BEGIN)
    ResponseEntity<String> begin(
            @PathVariable String id, @RequestParam(defaultValue = "") String at, HttpServletRequest request) {
        UUID signing = StepUpAnswers.uuid(id).orElse(null);
        if (signing == null) {
            return SigningPages.absent(List.of(), id);
        }
        try {
            Optional<BrowserKey> known = browser.key(request);
            return sent(id, stepUp.toIdentify(at, signing, known, browser.returnAddress(request)), request);
        } catch (IssuerAwayException away) {
            return StepUpAnswers.away(id);
        }
    }

    @PostMapping(GIVE)
    ResponseEntity<String> give(@PathVariable String id, HttpServletRequest request) {
        UUID signing = StepUpAnswers.uuid(id).orElse(null);
        BrowserKey key = browser.key(request).orElse(null);
        if (signing == null || key == null) {
            return SigningPages.absent(stepUp.issuers(), id);
        }
        try {
            OutsideSigner who = stepUp.signer(key).orElse(null);
            if (who == null) {
                return SigningPages.absent(stepUp.issuers(), id);
            }
            return sent(
                    id,
                    stepUp.toSign(who, signing, key, browser.returnAddress(request), Browser.origin(request)),
                    request);
        } catch (IssuerAwayException | LogAwayException away) {
            return StepUpAnswers.away(id);
        }
    }

    private ResponseEntity<String> sent(String id, Optional<Way> found, HttpServletRequest request) {
        if (found.isEmpty()) {
            return SigningPages.absent(List.of(), id);
        }
        Way way = found.get();
        return way.to() == null
                ? Html.page("Not now").alert(way.told()).as(HttpStatus.SERVICE_UNAVAILABLE)
                : ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(way.to())
                        .header(HttpHeaders.SET_COOKIE, browser.cookie(way.browser(), request))
                        .build();
    }

    @GetMapping(SigningBrowser.RETURN)
    ResponseEntity<String> returned(
            @RequestParam(required = false) @Nullable String state,
            @RequestParam(required = false) @Nullable String code,
            @RequestParam(required = false) @Nullable String error,
            @RequestParam(required = false) @Nullable String iss,
            HttpServletRequest request) {
        Returned returned = returns.take(
                new StepUpReturn.Answer(state, code, error, iss), browser.key(request), Browser.origin(request));
        return switch (returned) {
            case Identified who ->
                ResponseEntity.status(HttpStatus.SEE_OTHER)
                        .location(SigningBrowser.page(who.signing()))
                        .header(HttpHeaders.SET_COOKIE, browser.cookie(who.browser(), request))
                        .build();
            case Signed signed ->
                Browser.to(SigningBrowser.page(signed.signing()).toString());
            case Refused refused -> StepUpAnswers.notSigned(refused.signing(), refused.told(), HttpStatus.FORBIDDEN);
            case Unavailable away ->
                StepUpAnswers.notSigned(away.signing(), away.told(), HttpStatus.SERVICE_UNAVAILABLE);
        };
    }

    @PostMapping(LEAVE)
    ResponseEntity<String> leave(@PathVariable String id, HttpServletRequest request) {
        try {
            signer(request).ifPresent(who -> stepUp.leave(who, Browser.origin(request)));
        } catch (LogAwayException away) {
            return StepUpAnswers.notSigned(
                    StepUpAnswers.uuid(id).orElse(null),
                    "The log cannot be reached, so you are still signed in. Try again shortly.",
                    HttpStatus.SERVICE_UNAVAILABLE);
        }
        ResponseEntity<String> left = Html.page("Not signed")
                .text("Nothing was signed, and this browser knows you no more.")
                .ok();
        return ResponseEntity.status(left.getStatusCode())
                .headers(left.getHeaders())
                .header(HttpHeaders.SET_COOKIE, browser.noCookie(request))
                .body(left.getBody());
    }

    private Optional<OutsideSigner> signer(HttpServletRequest request) {
        return browser.key(request).flatMap(stepUp::signer);
    }
}
