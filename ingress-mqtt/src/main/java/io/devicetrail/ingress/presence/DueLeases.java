package io.devicetrail.ingress.presence;

import io.devicetrail.domain.connectivity.FlappingPolicy.Verdict;
import io.devicetrail.domain.connectivity.Judgement;
import io.devicetrail.domain.connectivity.Lease;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * The judge's side of the leases. Due ones are claimed by moving them a little into the future, so that no row is locked
 * while a judgement is on its way to the log, and a crash on that way only means that the lease is due again.
 */
final class DueLeases {
    private static final String CLAIM = """
            with due as materialized (
                select device_id from ingress.lease
                 where next_judgement_at <= ?::timestamptz
                 order by next_judgement_at limit ? for update skip locked)
            update ingress.lease l set next_judgement_at = ?::timestamptz
              from due where l.device_id = due.device_id
            returning l.*, (select d.life_cycle from ingress.device_contract d
                             where d.device_id = l.device_id
                               and d.generation = (select live from ingress.contract_generation)) as life_cycle""";
    /** Heard again or gone meanwhile: the judgement may be old already, unless it is that the device is online. */
    private static final String SETTLE = """
            update ingress.lease l
               set judged = j.judged, judged_reasons = j.reasons, judged_at = j.judged_at,
                   swing_online = j.swing_online, swing_changes = j.swing_changes, flapping_since = j.flapping_since,
                   next_judgement_at =
                       case when l.last_activity_at = j.seen_activity_at and l.gone_at is not distinct from j.seen_gone_at
                                 or j.judged = 'ONLINE' and l.gone_at is null then j.next_at
                            else j.judged_at end
              from unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::timestamptz[],
                          ?::timestamptz[], ?::bool[], ?::text[], ?::timestamptz[])
                   as j (device_id, judged, reasons, judged_at, seen_activity_at, seen_gone_at, next_at, swing_online,
                         swing_changes, flapping_since)
             where l.device_id = j.device_id""";

    private static final String POSTPONE = """
            update ingress.lease l set next_judgement_at = p.until
              from unnest(?::uuid[], ?::timestamptz[], ?::timestamptz[]) as p (device_id, until, claimed_until)
             where l.device_id = p.device_id and l.next_judgement_at = p.claimed_until""";

    private final JdbcTemplate jdbc;

    DueLeases(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    /** A judgement the log has taken, or need not take. */
    record Settled(DueLease due, Verdict verdict, Instant judgedAt) {
        Judgement judgement() {
            return verdict.judgement();
        }
    }

    /** No judgement yet; {@code until} null: never again. */
    record Postponed(DueLease due, @Nullable Instant until) {}

    List<DueLease> claim(Instant now, Duration claim, int most) {
        return jdbc.query(
                CLAIM, DueLeases::lease, now.toString(), most, now.plus(claim).toString());
    }

    void settle(List<Settled> settled) {
        if (settled.isEmpty()) {
            return;
        }
        jdbc.update(
                SETTLE,
                new Columns<>(settled)
                        .with("uuid", s -> s.due().device().value())
                        .with("text", s -> s.judgement().connectivity().name())
                        .with("text", s -> DueLease.reasons(s.judgement()))
                        .with("timestamptz", Settled::judgedAt)
                        .with("timestamptz", s -> s.due().lease().lastActivityAt())
                        .with("timestamptz", s -> s.due().lease().goneAt())
                        .with("timestamptz", s -> s.judgement().nextAt())
                        .with("bool", s -> s.verdict().swings().online())
                        .with("text", s -> StoredSwings.print(s.verdict().swings()))
                        .with("timestamptz", s -> s.verdict().swings().flappingSince()));
    }

    void postpone(List<Postponed> postponed, Instant claimedUntil) {
        if (postponed.isEmpty()) {
            return;
        }
        jdbc.update(
                POSTPONE,
                new Columns<>(postponed)
                        .with("uuid", p -> p.due().device().value())
                        .with("timestamptz", Postponed::until)
                        .with("timestamptz", ignored -> claimedUntil));
    }

    private static DueLease lease(ResultSet row, int number) throws SQLException {
        Instant goneAt = instant(row, "gone_at");
        Instant lastActivityAt = instant(row, "last_activity_at");
        String judged = row.getString("judged");
        String lifeCycle = row.getString("life_cycle");
        return new DueLease(
                new DeviceId(row.getObject("device_id", UUID.class)),
                new TenantId(row.getString("tenant")),
                new Lease(
                        lastActivityAt == null ? Instant.EPOCH : lastActivityAt,
                        row.getString("last_activity"),
                        row.getInt("lease_seconds"),
                        goneAt,
                        goneAt != null && row.getBoolean("will")),
                judged == null ? null : judged + ":" + row.getString("judged_reasons"),
                lifeCycle == null ? null : LifeCycle.valueOf(lifeCycle),
                StoredSwings.read(
                        row.getObject("swing_online", Boolean.class),
                        row.getString("swing_changes"),
                        instant(row, "flapping_since")));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime time = row.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
