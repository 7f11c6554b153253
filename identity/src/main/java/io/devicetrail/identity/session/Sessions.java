package io.devicetrail.identity.session;

import io.devicetrail.domain.account.AccountEvent;
import io.devicetrail.domain.account.AccountEvent.PasswordSet;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.account.AccountEvent.SignInSecretIssued;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.SignInSettings;
import io.devicetrail.identity.account.AccountLog;
import io.devicetrail.identity.account.AccountLog.Holder;
import io.devicetrail.identity.account.AccountLog.News;
import io.devicetrail.identity.account.AccountLog.Proven;
import io.devicetrail.identity.account.AccountLog.RefusedException;
import io.devicetrail.identity.account.LogAwayException;
import io.devicetrail.identity.account.Origin;
import io.devicetrail.identity.session.SessionRows.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The sessions of people, by the claim {@code sid} of their tokens. A token says who signed in; whether they still are
 * is asked here at each use.
 */
@Component
public class Sessions {
    /** Uses closer together than this are remembered as one: not every request writes. */
    static final Duration TOUCH_EVERY = Duration.ofSeconds(10);
    /** Ended sessions are kept for so long; the log tells of them for ever. */
    static final Duration KEPT = Duration.ofDays(30);
    /** Sessions ended in one sweep. */
    static final int SWEPT_AT_ONCE = 200;

    private static final String PASSWORD_CHANGED = "password-changed";
    private static final Origin HERE = new Origin("local", "devicetrail");
    private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

    private final SessionRows rows;
    private final TransactionTemplate transactions;
    private final AccountLog accounts;
    private final SignInSettings settings;
    private final Clock clock;

    public Sessions(
            JdbcClient jdbc,
            PlatformTransactionManager transactions,
            AccountLog accounts,
            SignInSettings settings,
            Clock clock) {
        this.rows = new SessionRows(jdbc, clock);
        this.transactions = new TransactionTemplate(transactions);
        this.accounts = accounts;
        this.settings = settings;
        this.clock = clock;
    }

    /** @param entry number of the sign-in in the account's stream: the log has it already */
    public void open(String sid, PersonId person, long entry) {
        rows.insert(sid, person, entry);
    }

    /**
     * Asked at each use, which keeps it open: false once it ended, was idle for too long, or is too old; and, within
     * {@link #TOUCH_EVERY}, once the log says that who holds it may not be the person any more.
     */
    public boolean isOpen(String sid) {
        Optional<Session> open = open(sid);
        if (open.isEmpty() || clock.instant().isBefore(open.get().lastUsedAt().plus(TOUCH_EVERY))) {
            return open.isPresent();
        }
        return holds(open.get(), true);
    }

    /** Like {@link #isOpen}, but no use: a program that renews its token by itself does not show that anybody is there. */
    public boolean isOpenUnused(String sid) {
        return open(sid).filter(session -> holds(session, false)).isPresent();
    }

    /** While the log is away nobody gets in, and who is in works on. */
    private boolean holds(Session session, boolean used) {
        long seen = session.logSequence();
        try {
            News news = accounts.since(session.person(), seen);
            String cause = overtaken(session, news);
            if (cause != null) {
                endQuietly(session, cause);
                return false;
            }
            seen = news.sequence();
        } catch (LogAwayException away) {
            LOG.debug("The log was not asked about session {}", session.sid(), away);
        }
        if (used) {
            rows.touch(session, seen);
        }
        return true;
    }

    /** What has happened since that ends a session, whoever did it (21 CFR 11.300(c)); null for nothing. */
    private @Nullable String overtaken(Session session, News news) {
        if (!accounts.holder(session.person()).map(Holder::active).orElse(false)) {
            return "deactivated";
        }
        String cause = null;
        for (AccountEvent event : news.events()) {
            if (event instanceof SignInSecretIssued) {
                cause = "secret-issued";
            } else if (event instanceof SecondFactorReset) {
                cause = "second-factor-reset";
            } else if (event instanceof PasswordSet) {
                cause = PASSWORD_CHANGED;
            }
        }
        return cause;
    }

    private Optional<Session> open(String sid) {
        Optional<Session> found = rows.find(sid).filter(session -> session.endedAt() == null);
        String outlived = found.isEmpty() ? null : outlived(found.get(), clock.instant());
        if (outlived == null) {
            return found;
        }
        found.ifPresent(session -> endQuietly(session, outlived));
        return Optional.empty();
    }

    /**
     * Ends a session. The log has it first: a session whose end cannot be recorded goes on, and the caller hears of it.
     *
     * @throws LogAwayException if the log does not take the entry
     */
    public void end(String sid, String cause, Origin origin) {
        rows.find(sid).ifPresent(session -> end(session, cause, origin));
    }

    /** As {@link #end}, by the person themselves. */
    public void endBy(Proven who, String sid, String cause) {
        rows.find(sid)
                .filter(session -> session.person().equals(who.person()))
                .ifPresent(session -> ended(session, cause, () -> accounts.signedOut(who, sid, cause)));
    }

    /** Ends all of a person's because of a new password, as {@link #endBy} does. */
    public void endAll(Proven who) {
        List<Session> open;
        do {
            open = rows.ofPerson(who.person(), SWEPT_AT_ONCE);
            open.forEach(session -> ended(
                    session,
                    PASSWORD_CHANGED,
                    () -> accounts.signedOut(who, session.sid().toString(), PASSWORD_CHANGED)));
        } while (!open.isEmpty());
    }

    /** Ends what nobody has used for too long, and forgets what ended long ago. */
    void sweep() {
        Instant now = clock.instant();
        List<Session> old = rows.outlived(
                now.minus(settings.sessionIdle()),
                now.minus(SessionsElsewhere.IDLE),
                now.minus(settings.sessionLength()),
                SWEPT_AT_ONCE);
        for (Session session : old) {
            String cause = outlived(session, now);
            if (cause != null) {
                endQuietly(session, cause);
            }
        }
        rows.forgetEndedBefore(now.minus(KEPT));
    }

    /** It counts no more, told or not: what the log misses now, the next sweep tells. */
    void endQuietly(Session session, String cause) {
        try {
            end(session, cause, HERE);
        } catch (LogAwayException away) {
            LOG.warn("The end of session {} is not recorded yet: {}", session.sid(), away.toString());
        }
    }

    private void end(Session session, String cause, Origin origin) {
        ended(
                session,
                cause,
                () -> accounts.signedOut(session.person(), session.sid().toString(), cause, origin));
    }

    /** Claims the row first: of several who end it at once, one tells the log, and takes the claim back if it is away. */
    private void ended(Session session, String cause, Runnable entry) {
        transactions.executeWithoutResult(transaction -> {
            if (rows.claimEnd(session, cause)) {
                try {
                    entry.run();
                } catch (RefusedException refused) {
                    LOG.warn("The log refused the end of session {}: {}", session.sid(), refused.code());
                }
            }
        });
    }

    private @Nullable String outlived(Session session, Instant now) {
        if (!now.isBefore(session.startedAt().plus(settings.sessionLength()))) {
            return "expired";
        }
        return now.isBefore(session.lastUsedAt().plus(idle(session))) ? null : "idle";
    }

    private Duration idle(Session session) {
        Duration idle = settings.sessionIdle();
        return session.issuer() != null && SessionsElsewhere.IDLE.compareTo(idle) < 0 ? SessionsElsewhere.IDLE : idle;
    }
}
