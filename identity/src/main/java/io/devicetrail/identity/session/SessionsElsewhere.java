package io.devicetrail.identity.session;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.identity.session.SessionRows.Session;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Sessions of people for whom an outside issuer vouched, each in one browser. Nothing but a signature is given in one, and
 * no token made. They end as all sessions do, and earlier.
 */
@Component
public class SessionsElsewhere {
    /** Use within which one stays open. */
    public static final Duration IDLE = Duration.ofMinutes(10);
    /** Open ones of one person; the longest unused ends for the next. */
    static final int MOST = 10;

    private final SessionRows rows;
    private final Sessions sessions;

    public SessionsElsewhere(JdbcClient jdbc, Sessions sessions, Clock clock) {
        this.rows = new SessionRows(jdbc, clock);
        this.sessions = sessions;
    }

    /** @param issuer address of who vouched for them */
    public record Elsewhere(String session, PersonId person, String issuer) {}

    /**
     * @param entry number of the sign-in in the account's stream: the log has it already
     * @param browser hash of the browser's cookie
     * @param proven when the issuer asked for the proofs
     */
    public void open(String sid, PersonId person, long entry, String issuer, byte[] browser, Instant proven) {
        List<Session> before = rows.elsewhereOf(person, Sessions.SWEPT_AT_ONCE);
        before.stream()
                .limit(Math.max(0, before.size() - MOST + 1))
                .forEach(session -> sessions.endQuietly(session, "superseded"));
        rows.insert(sid, person, entry, issuer, browser, proven);
    }

    /** Who is signed in there; being asked keeps the session open, as {@link Sessions#isOpen} does. */
    public Optional<Elsewhere> in(byte[] browser) {
        return rows.ofBrowser(browser)
                .filter(session -> sessions.isOpen(session.sid().toString()))
                .flatMap(session -> Optional.ofNullable(session.issuer())
                        .map(issuer -> new Elsewhere(session.sid().toString(), session.person(), issuer)));
    }

    /** Each proof counts once: false if the issuer asked for this one no later than for the one before. */
    public boolean provenLater(String sid, Instant at) {
        return rows.provenLater(sid, at);
    }
}
