package io.devicetrail.identity.stepup;

import io.devicetrail.domain.signature.Signings.Signing;
import io.devicetrail.domain.signature.Signings.State;
import io.devicetrail.identity.account.AccountLog;
import io.devicetrail.identity.account.AccountLog.Holder;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.session.Sessions;
import io.devicetrail.identity.session.SessionsElsewhere;
import io.devicetrail.identity.signing.PendingSignatures;
import io.devicetrail.identity.signing.SigningSessions;
import io.devicetrail.identity.stepup.StepUpRows.Asked;
import io.devicetrail.identity.stepup.StepUpRows.Purpose;
import java.net.URI;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Sends a browser to its person's issuer for one signature, with whatever is asked there bound to that signature. */
@Component
public class StepUp {
    private final SigningIssuers issuers;
    private final StepUpRows rows;
    private final PendingSignatures pending;
    private final Sessions sessions;
    private final SessionsElsewhere elsewhere;
    private final SigningSessions series;
    private final AccountLog accounts;
    private final Clock clock;

    StepUp(
            SigningIssuers issuers,
            StepUpRows rows,
            PendingSignatures pending,
            Sessions sessions,
            SessionsElsewhere elsewhere,
            SigningSessions series,
            AccountLog accounts,
            Clock clock) {
        this.issuers = issuers;
        this.rows = rows;
        this.pending = pending;
        this.sessions = sessions;
        this.elsewhere = elsewhere;
        this.series = series;
        this.accounts = accounts;
        this.clock = clock;
    }

    /** Names of the issuers at which one can sign. */
    public List<String> issuers() {
        return List.copyOf(issuers.names());
    }

    /**
     * Where an issuer's browser would be sent to; its address for people.
     *
     * @param address in the words of the settings
     */
    public record Door(String name, String address, URI authorization) {}

    /** Empty for an issuer that there is not. */
    public Optional<Door> door(String name) throws IssuerAwayException {
        SigningIssuer issuer = issuers.named(name).orElse(null);
        return issuer == null
                ? Optional.empty()
                : Optional.of(new Door(name, issuer.address(), issuer.authorization()));
    }

    /** That of the issuer who vouched for somebody. */
    public Optional<Door> door(OutsideSigner who) throws IssuerAwayException {
        for (String name : issuers.names()) {
            SigningIssuer issuer = issuers.named(name).orElseThrow();
            if (issuer.address().equals(who.issuer())) {
                return door(name);
            }
        }
        return Optional.empty();
    }

    /** Who is signed in there to sign, if anybody is. */
    public Optional<OutsideSigner> signer(BrowserKey browser) {
        return elsewhere
                .in(browser.hash())
                .flatMap(session -> accounts.holder(session.person())
                        .filter(Holder::active)
                        .map(holder -> new OutsideSigner(
                                session.person(), holder.printedName(), session.session(), session.issuer())));
    }

    /** The session ends; nothing is known of the browser from then on. */
    public void leave(OutsideSigner who, Origin origin) {
        sessions.end(who.session(), "sign-out", origin);
    }

    /**
     * The way to the issuer, and what the browser is to keep for its return.
     *
     * @param to null if nobody is sent
     * @param told why not, if nobody is sent
     */
    public record Way(@Nullable URI to, BrowserKey browser, String told) {}

    /** To learn who it is. Empty if there is nothing to sign, or no such issuer. */
    public Optional<Way> toIdentify(String issuerName, UUID id, Optional<BrowserKey> known, URI redirect)
            throws IssuerAwayException {
        SigningIssuer issuer = issuers.named(issuerName).orElse(null);
        Signing signing = waiting(pending.ofAnybody(id));
        return issuer == null || signing == null
                ? Optional.empty()
                : Optional.of(
                        way(issuer, signing, Purpose.IDENTIFY, known.orElseGet(BrowserKey::fresh), redirect, false));
    }

    /** To give it. Empty if it is not theirs to give now. */
    public Optional<Way> toSign(OutsideSigner who, UUID id, BrowserKey browser, URI redirect, Origin origin)
            throws IssuerAwayException {
        SigningIssuer issuer = issuers.at(who.issuer()).orElse(null);
        Signing signing = waiting(pending.of(who.person(), id));
        return issuer == null || signing == null
                ? Optional.empty()
                : Optional.of(way(
                        issuer, signing, Purpose.SIGN, browser, redirect, !series.continues(who.session(), origin)));
    }

    private static @Nullable Signing waiting(Optional<Signing> signing) {
        return signing.filter(found -> found.state() == State.WAITING).orElse(null);
    }

    private Way way(
            SigningIssuer issuer, Signing signing, Purpose purpose, BrowserKey browser, URI redirect, boolean both)
            throws IssuerAwayException {
        String state = BrowserKey.random();
        URI question = issuer.question(state, nonce(browser, state, signing), verifier(browser, state), redirect, both);
        Asked asked = new Asked(issuer.address(), signing.id(), purpose, redirect, clock.instant());
        return rows.ask(state, browser, asked)
                ? new Way(question, browser, "")
                : new Way(null, browser, "Too many wait for their issuer's answer; try again in a few minutes.");
    }

    static String verifier(BrowserKey browser, String state) {
        return browser.derived("verifier", state);
    }

    /** Binds what the issuer signs to one signature and to what the signer saw of its record. */
    static String nonce(BrowserKey browser, String state, Signing signing) {
        return browser.derived("nonce", state, signing.id().toString(), signing.hash());
    }
}
