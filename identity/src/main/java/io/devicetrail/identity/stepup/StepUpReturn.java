package io.devicetrail.identity.stepup;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.Signings.Signing;
import io.devicetrail.identity.account.AccountLog;
import io.devicetrail.identity.account.AccountLog.Holder;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.AccountLog.RefusedException;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.session.SessionsElsewhere;
import io.devicetrail.identity.session.SessionsElsewhere.Elsewhere;
import io.devicetrail.identity.signing.PendingSignatures;
import io.devicetrail.identity.stepup.Returned.Identified;
import io.devicetrail.identity.stepup.Returned.Refused;
import io.devicetrail.identity.stepup.Returned.Unavailable;
import io.devicetrail.identity.stepup.StepUpRows.Asked;
import io.devicetrail.identity.stepup.StepUpRows.Purpose;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * What is made of a browser that comes back from an issuer. Each answer counts once: in the browser that asked, for the
 * signature it was asked for, of the issuer that was asked.
 */
@Component
public class StepUpReturn {
    static final String REFUSED_METER = "devicetrail.sign.elsewhere.refused";

    /** Returns that are looked at at once: each waits for an issuer. */
    static final int AT_ONCE = 8;
    /** Longest code that is passed on. */
    static final int LONGEST_CODE = 4_096;

    private static final String NOT_OURS =
            "This return belongs to no signature that this browser asked for, or it counted"
                    + " already. Open the page of the signature again.";
    private static final String NOT_YOURS = "There is no such signature for you to give.";
    private static final String AWAY =
            "Nothing was decided: the log cannot be reached, or too many sign at once. Try again" + " shortly.";
    private static final Logger LOG = LoggerFactory.getLogger(StepUpReturn.class);

    private final SigningIssuers issuers;
    private final StepUpRows rows;
    private final PendingSignatures pending;
    private final SessionsElsewhere sessions;
    private final AccountLog accounts;
    private final SigningElsewhere signing;
    private final Counter refusals;
    private final Semaphore turns = new Semaphore(AT_ONCE);

    StepUpReturn(
            SigningIssuers issuers,
            StepUpRows rows,
            PendingSignatures pending,
            SessionsElsewhere sessions,
            AccountLog accounts,
            SigningElsewhere signing,
            MeterRegistry meters) {
        this.issuers = issuers;
        this.rows = rows;
        this.pending = pending;
        this.sessions = sessions;
        this.accounts = accounts;
        this.signing = signing;
        this.refusals = meters.counter(REFUSED_METER);
    }

    /**
     * What the issuer sent with the browser.
     *
     * @param issuer who says it sent it (RFC 9207)
     */
    public record Answer(
            @Nullable String state,
            @Nullable String code,
            @Nullable String error,
            @Nullable String issuer) {
        @Override
        public String toString() {
            return "Answer";
        }
    }

    public Returned take(Answer answer, Optional<BrowserKey> key, Origin origin) {
        BrowserKey browser = key.orElse(null);
        String state = answer.state();
        Asked asked = browser == null || state == null
                ? null
                : rows.use(state, browser).orElse(null);
        if (browser == null || state == null || asked == null) {
            refusals.increment();
            return new Refused(null, NOT_OURS);
        }
        if (!turns.tryAcquire()) {
            return new Unavailable(asked.signing(), AWAY);
        }
        try {
            return looked(answer, browser, state, asked, origin);
        } catch (NotProvenException nothing) {
            LOG.warn(
                    "A signature was not given: of {} for signing {} from {}: {}",
                    asked.issuer(),
                    asked.signing(),
                    origin.address(),
                    nothing.getMessage());
            return refused(
                    asked, "Nothing was signed: " + asked.issuer() + " proved nothing; " + nothing.getMessage() + ".");
        } catch (IssuerAwayException away) {
            LOG.warn("{} did not confirm a signature: {}", asked.issuer(), away.toString());
            return new Unavailable(
                    asked.signing(),
                    "Nothing was signed: " + asked.issuer() + " cannot be reached. Try again shortly.");
        } catch (DataAccessException | TransactionException | LogAwayException away) {
            LOG.warn("A return from {} could not be decided: {}", asked.issuer(), away.toString());
            return new Unavailable(asked.signing(), AWAY);
        } finally {
            turns.release();
        }
    }

    private Returned looked(Answer answer, BrowserKey browser, String state, Asked asked, Origin origin)
            throws NotProvenException, IssuerAwayException {
        SigningIssuer issuer = issuers.at(asked.issuer())
                .orElseThrow(() -> new NotProvenException("it is not in the settings any more"));
        if (!issuer.sent(answer.issuer())) {
            throw new NotProvenException("it was asked, and another answered");
        }
        if (answer.error() != null) {
            return refused(asked, "Nothing was signed. " + IssuerErrors.told(answer.error()));
        }
        String code = answer.code();
        Signing wanted = pending.ofAnybody(asked.signing()).orElse(null);
        if (code == null || code.isBlank() || code.length() > LONGEST_CODE || wanted == null) {
            return refused(asked, NOT_OURS);
        }
        Proof proof = issuer.redeemed(
                code,
                StepUp.nonce(browser, state, wanted),
                StepUp.verifier(browser, state),
                asked.redirect(),
                asked.begun());
        PersonId person = PersonId.of(issuer.address(), proof.subject());
        Holder holder = accounts.holder(person).filter(Holder::active).orElse(null);
        if (holder == null || !wanted.asked().person().equals(person)) {
            LOG.warn("Somebody else of {} came back for signing {}", issuer.address(), asked.signing());
            return refused(asked, NOT_YOURS);
        }
        Proven who = new Proven(person, holder.printedName(), proof.authentication(), origin);
        return asked.purpose() == Purpose.IDENTIFY
                ? identified(asked, issuer, proof, who)
                : signed(asked, issuer, proof, who, browser);
    }

    /** The log has it first. The browser gets another key: who knew the one before is not signed in by it. */
    private Returned identified(Asked asked, SigningIssuer issuer, Proof proof, Proven who) throws NotProvenException {
        requireSome(proof, issuer, false);
        String session = UUID.randomUUID().toString();
        BrowserKey browser = BrowserKey.fresh();
        try {
            long entry = accounts.signedInElsewhere(
                    who,
                    session,
                    issuer.address(),
                    proof.components(),
                    issuer.settings().stepUp().twoFactors());
            sessions.open(session, who.person(), entry, issuer.address(), browser.hash(), proof.signedIn());
        } catch (RefusedException refused) {
            return refused(asked, NOT_YOURS);
        }
        return new Identified(asked.signing(), browser);
    }

    private Returned signed(Asked asked, SigningIssuer issuer, Proof proof, Proven who, BrowserKey browser)
            throws NotProvenException {
        Elsewhere session = sessions.in(browser.hash()).orElse(null);
        if (session == null
                || !session.person().equals(who.person())
                || !session.issuer().equals(issuer.address())) {
            return refused(asked, "You are not signed in for signing any more; sign in again.");
        }
        requireSome(proof, issuer, signing.takesTwo(session.session(), who.origin()));
        if (!sessions.provenLater(session.session(), proof.signedIn())) {
            throw new NotProvenException("it did not ask for a new sign-in since the last (claim auth_time)");
        }
        Returned given = signing.give(asked.signing(), who, session.session(), proof);
        if (given instanceof Refused) {
            refusals.increment();
        }
        return given;
    }

    private static void requireSome(Proof proof, SigningIssuer issuer, boolean two) throws NotProvenException {
        if (!proof.suffices(issuer.settings(), two)) {
            throw new NotProvenException(
                    "it tells of " + (two ? "two components, which this signature takes," : "a component")
                            + " by none of its claims amr and acr, but of " + proof.components());
        }
    }

    private Returned refused(Asked asked, String told) {
        refusals.increment();
        return new Refused(asked.signing(), told);
    }
}
