package io.devicetrail.identity.session;

import io.devicetrail.domain.person.PersonId;
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
        jdbc.sql("""
                        insert into identity.session (sid, person_id, log_sequence, started_at, last_used_at)
                        values (:sid, :person, :entry, :now, :now)""")
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

    /** Those that were not used since, or that began before. */
    List<Session> outlived(Instant idleSince, Instant begunBefore, int most) {
        return jdbc.sql("""
                        select * from identity.session
                         where ended_at is null and (last_used_at <= :idle or started_at <= :length)
                         order by last_used_at limit :most""")
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

    record Session(
            UUID sid,
            PersonId person,
            long logSequence,
            Instant startedAt,
            Instant lastUsedAt,
            @Nullable Instant endedAt) {}

    private static Session session(java.sql.ResultSet row, int number) throws java.sql.SQLException {
        OffsetDateTime ended = row.getObject("ended_at", OffsetDateTime.class);
        return new Session(
                row.getObject("sid", UUID.class),
                new PersonId(row.getObject("person_id", UUID.class)),
                row.getLong("log_sequence"),
                row.getObject("started_at", OffsetDateTime.class).toInstant(),
                row.getObject("last_used_at", OffsetDateTime.class).toInstant(),
                ended == null ? null : ended.toInstant());
    }

    private static OffsetDateTime time(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
