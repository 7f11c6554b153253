package io.devicetrail.ingress.certificate;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentEpisode;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.tenant.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** Who has a certificate to renew, and what was said about it. A row for each incident that is open. */
public final class Reminders {
    /** A device that comes and goes is told no more often than this. */
    static final Duration AGAIN = Duration.ofMinutes(1);

    private static final String OPEN = """
            insert into ingress.certificate_reminder
                   (incident_id, number, device_id, tenant, stage, fingerprint, due_since, not_after, due_at)
            values (?, ?, ?, ?, ?, ?, ?, ?, now())
            on conflict (incident_id, number) do nothing""";
    private static final String NEXT_STAGE = """
            update ingress.certificate_reminder set stage = ?, fingerprint = ?, not_after = ?, due_at = now()
             where incident_id = ? and number = ? and not closed""";
    private static final String CLOSE = """
            update ingress.certificate_reminder set closed = true, due_at = null
             where incident_id = ? and number = ?""";
    /** What was told and is not on record yet stays until it is. */
    private static final String FORGET = """
            delete from ingress.certificate_reminder
             where incident_id = ? and number = ? and closed and told_stage is not distinct from noted_stage""";

    private static final String RETURNED = """
            update ingress.certificate_reminder
               set due_at = greatest(now(), told_at + ? * interval '1 millisecond')
             where device_id = any (?) and not closed and due_at is null""";
    /** What another node has under way is passed by, and a stage whose predecessor was told and is not on record yet. */
    private static final String TAKE = """
            select * from ingress.certificate_reminder
             where due_at <= now() and told_stage is not distinct from noted_stage
             order by due_at limit 1 for update skip locked""";

    private static final String TOLD = """
            update ingress.certificate_reminder
               set due_at = null, told_at = now(), told_stage = stage, told_fingerprint = fingerprint, note_due_at = now()
             where incident_id = ? and number = ?""";
    private static final String LEFT = """
            update ingress.certificate_reminder set due_at = null where incident_id = ? and number = ?""";
    private static final String POSTPONE = """
            update ingress.certificate_reminder set due_at = now() + ? * interval '1 millisecond'
             where incident_id = ? and number = ? and not closed""";
    /** For this node alone, for a time: what a crash leaves undone is done after it. */
    private static final String UNNOTED = """
            update ingress.certificate_reminder set note_due_at = now() + ? * interval '1 millisecond'
             where (incident_id, number) = (select incident_id, number from ingress.certificate_reminder
                                             where told_stage is distinct from noted_stage and note_due_at <= now()
                                             order by note_due_at limit 1 for update skip locked)
            returning incident_id, number, device_id, tenant, told_stage as stage,
                      coalesce(told_fingerprint, fingerprint) as fingerprint, due_since, not_after""";

    private static final String NOTED = """
            update ingress.certificate_reminder set noted_stage = ? where incident_id = ? and number = ?""";

    private final JdbcTemplate jdbc;

    public Reminders(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void open(Reminder due) {
        jdbc.update(
                OPEN,
                due.incident().incident().value(),
                due.incident().number(),
                due.device().value(),
                due.tenant().value(),
                due.stage(),
                due.fingerprint(),
                utc(due.dueSince()),
                utc(due.notAfter()));
    }

    void nextStage(IncidentEpisode incident, String stage, String fingerprint, Instant notAfter) {
        jdbc.update(
                NEXT_STAGE,
                stage,
                fingerprint,
                utc(notAfter),
                incident.incident().value(),
                incident.number());
    }

    void close(IncidentEpisode incident) {
        jdbc.update(CLOSE, incident.incident().value(), incident.number());
        jdbc.update(FORGET, incident.incident().value(), incident.number());
    }

    /** They have come back, and may have missed what was said. */
    public void returned(Collection<DeviceId> devices) {
        if (!devices.isEmpty()) {
            jdbc.update(
                    RETURNED,
                    AGAIN.toMillis(),
                    devices.stream().map(DeviceId::value).toArray(UUID[]::new));
        }
    }

    /** The next one; others pass it by until the caller's transaction ends. */
    Optional<Reminder> take() {
        return jdbc.query(TAKE, Reminders::reminder).stream().findFirst();
    }

    void told(IncidentEpisode incident) {
        jdbc.update(TOLD, incident.incident().value(), incident.number());
    }

    /** There is nothing to say any more, whatever becomes of the incident. */
    void left(IncidentEpisode incident) {
        jdbc.update(LEFT, incident.incident().value(), incident.number());
    }

    void postpone(IncidentEpisode incident, Duration by) {
        jdbc.update(POSTPONE, by.toMillis(), incident.incident().value(), incident.number());
    }

    /** One that was told, which its incident does not say yet; its stage and certificate are those that were told. */
    Optional<Reminder> unnoted(Duration claim) {
        return jdbc.query(UNNOTED, Reminders::reminder, claim.toMillis()).stream()
                .findFirst();
    }

    void noted(Reminder told) {
        jdbc.update(
                NOTED,
                told.stage(),
                told.incident().incident().value(),
                told.incident().number());
        jdbc.update(FORGET, told.incident().incident().value(), told.incident().number());
    }

    private static OffsetDateTime utc(Instant time) {
        return time.atOffset(ZoneOffset.UTC);
    }

    private static Reminder reminder(ResultSet row, int number) throws SQLException {
        return new Reminder(
                new IncidentEpisode(new IncidentId(row.getObject("incident_id", UUID.class)), row.getInt("number")),
                new DeviceId(row.getObject("device_id", UUID.class)),
                new TenantId(row.getString("tenant")),
                row.getString("stage"),
                row.getString("fingerprint"),
                row.getObject("due_since", OffsetDateTime.class).toInstant(),
                row.getObject("not_after", OffsetDateTime.class).toInstant());
    }
}
