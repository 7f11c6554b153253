package io.devicetrail.identity.session;

import io.devicetrail.domain.person.PersonId;
import java.sql.Types;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The table of sessions. */
final class SessionRows {
    private final JdbcClient jdbc;
    private final Clock clock;

    SessionRows(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    void insert(String sid, PersonId person, long entry) {
        insert(sid, person, entry, null, null, null);
    }

    /** @param browser hash of the cookie, of a session of an issuer's person */
    void insert(
            String sid,
            PersonId person,
            long entry,
            @Nullable String issuer,
            byte @Nullable [] browser,
            @Nullable Instant proven) {
        jdbc.sql("""
                        insert into identity.session
                               (sid, person_id, log_sequence, started_at, last_used_at, issuer, browser_hash, proven_at)
                        values (:sid, :person, :entry, :now, :now, :issuer, :browser, :proven)""")
                .param("proven", proven == null ? null : time(proven), Types.TIMESTAMP_WITH_TIMEZONE)
                .param("issuer", issuer)
                .param("browser", browser, Types.BINARY)
                .param("entry", entry)
                .param("sid", UUID.fromString(sid))
                .param("person", person.value())
                .param("now", time(clock.instant()))
                .update();
    }

    List<Session> ofPerson(PersonId person, int most) {
        return jdbc.sql("select * from identity.session where person_id = :person and ended_at is null limit :most")
                .param("person", person.value())
                .param("most", most)
                .query(SessionRows::session)
                .list();
    }

    /** Of one who signs by an outside issuer, those that are open, the longest unused first. */
    List<Session> elsewhereOf(PersonId person, int most) {
        return jdbc.sql("""
                        select * from identity.session
                         where person_id = :person and ended_at is null and issuer is not null
                         order by last_used_at limit :most""")
                .param("person", person.value())
                .param("most", most)
                .query(SessionRows::session)
                .list();
    }

    Optional<Session> ofBrowser(byte[] hash) {
        return jdbc.sql("select * from identity.session where browser_hash = :hash and ended_at is null")
                .param("hash", hash)
                .query(SessionRows::session)
                .optional();
    }

    /** False if the person was asked for their proofs no later than before. */
    boolean provenLater(String sid, Instant at) {
        return jdbc.sql("update identity.session set proven_at = :at where sid = :sid and proven_at < :at")
                        .param("at", time(at))
                        .param("sid", UUID.fromString(sid))
                        .update()
                == 1;
    }

    /** Those that were not used since, or that began before. */
    List<Session> outlived(Instant idleSince, Instant idleElsewhereSince, Instant begunBefore, int most) {
        return jdbc.sql("""
                        select * from identity.session
                         where ended_at is null
                           and (last_used_at <= :idle or started_at <= :length
                                or (issuer is not null and last_used_at <= :elsewhere))
                         order by last_used_at limit :most""")
                .param("elsewhere", time(idleElsewhereSince))
                .param("idle", time(idleSince))
                .param("length", time(begunBefore))
                .param("most", most)
                .query(SessionRows::session)
                .list();
    }

    void forgetEndedBefore(Instant before) {
        jdbc.sql("delete from identity.session where ended_at < :before")
                .param("before", time(before))
                .update();
    }

    /** False if it has ended already. Waits for who ends it at the same time. */
    boolean claimEnd(Session session, String cause) {
        return jdbc.sql("update identity.session set ended_at = :now, ended_cause = :cause"
                                + " where sid = :sid and ended_at is null")
                        .param("now", time(clock.instant()))
                        .param("cause", cause)
                        .param("sid", session.sid())
                        .update()
                == 1;
    }

    void touch(Session session, long seen) {
        jdbc.sql("update identity.session set last_used_at = :now, log_sequence = :seen"
                        + " where sid = :sid and ended_at is null")
                .param("now", time(clock.instant()))
                .param("seen", seen)
                .param("sid", session.sid())
                .update();
    }

    Optional<Session> find(String sid) {
        UUID id;
        try {
            id = UUID.fromString(sid);
        } catch (IllegalArgumentException none) {
            return Optional.empty();
        }
        return jdbc.sql("select * from identity.session where sid = :sid")
                .param("sid", id)
                .query(SessionRows::session)
                .optional();
    }

    /** @param issuer that vouched for the person; null for an account that is kept here */
    record Session(
            UUID sid,
            PersonId person,
            long logSequence,
            Instant startedAt,
            Instant lastUsedAt,
            @Nullable Instant endedAt,
            @Nullable String issuer) {}

    private static Session session(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Session(
                row.getObject("sid", UUID.class),
                new PersonId(row.getObject("person_id", UUID.class)),
                row.getLong("log_sequence"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_used_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant(),
                row.getString("issuer"));
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
