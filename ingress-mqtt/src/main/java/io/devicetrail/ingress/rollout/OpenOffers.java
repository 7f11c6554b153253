package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Which offers are to be looked after, and when. Not what is offered to whom: the log says that. */
public final class OpenOffers {
    /** A device that comes and goes is told no more often than this. */
    static final Duration AGAIN = Duration.ofMinutes(1);

    /** A device that came back while it was told that nobody heard it has made its row due, which is not undone. */
    private static final String KEEP = """
            insert into ingress.rollout_offer as o (run_id, device_id, tenant, round, refusal, unheard, sent_at, due_at)
            select run_id, device_id, tenant, round, refusal, unheard, now(), now() + after * interval '1 millisecond'
              from unnest(?::uuid[], ?::uuid[], ?::text[], ?::int4[], ?::text[], ?::bool[], ?::int8[])
                   as sent (run_id, device_id, tenant, round, refusal, unheard, after)
            on conflict (run_id, device_id) do update
               set round = excluded.round, refusal = excluded.refusal, unheard = excluded.unheard,
                   sent_at = excluded.sent_at,
                   due_at = case when excluded.unheard and o.due_at <= clock_timestamp()
                                 then least(excluded.due_at, now() + interval '%d milliseconds')
                                 else excluded.due_at end""".formatted(AGAIN.toMillis());

    private static final String FORGET = """
            delete from ingress.rollout_offer
             where run_id = ? and device_id = any (?) and round <= ? and sent_at <= ?""";
    private static final String RETURNED = """
            update ingress.rollout_offer
               set due_at = least(due_at, greatest(now(), sent_at + ? * interval '1 millisecond'))
             where device_id = any (?) and unheard""";
    /** What another node looks after is passed by; what a crash leaves undone is due again after the claim. */
    private static final String TAKE = """
            with due as materialized (
                select run_id, device_id from ingress.rollout_offer where due_at <= now()
                 order by due_at limit ? for update skip locked)
            update ingress.rollout_offer o set due_at = now() + ? * interval '1 millisecond'
              from due where o.run_id = due.run_id and o.device_id = due.device_id
            returning o.run_id, o.device_id, o.tenant, o.round, o.refusal, o.unheard""";

    private final JdbcTemplate jdbc;
    /** A processor's own ends when the broker has answered for all of its batch: nobody else waits for its rows so long. */
    private final TransactionTemplate ownTransaction;

    public OpenOffers(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.ownTransaction = new TransactionTemplate(transactions);
        ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    void keep(List<OpenOffer> sent) {
        if (sent.isEmpty()) {
            return;
        }
        // All in one order, as nodes may write the same ones at once.
        List<OpenOffer> ordered = sent.stream()
                .sorted(Comparator.comparing(offer -> offer.device().value()))
                .toList();
        Columns<OpenOffer> rows = new Columns<>(ordered)
                .with("uuid", offer -> offer.run().value())
                .with("uuid", offer -> offer.device().value())
                .with("text", offer -> offer.tenant().value())
                .with("int4", OpenOffer::round)
                .with("text", OpenOffer::refusal)
                .with("bool", OpenOffer::unheard)
                .with("int8", offer -> offer.lookAfter().toMillis());
        ownTransaction.executeWithoutResult(ignored -> jdbc.update(KEEP, rows));
    }

    /** By the clock that says when an offer was sent. */
    OffsetDateTime now() {
        return Objects.requireNonNull(jdbc.queryForObject("select clock_timestamp()", OffsetDateTime.class));
    }

    /**
     * They are not told any more; an offer of a later round stays, and so does one of this round that was sent anew after
     * what was decided here.
     *
     * @param decided before they were taken back: since then they may have been offered it again
     */
    void forget(RolloutRunId run, int round, List<DeviceId> devices, OffsetDateTime decided) {
        if (!devices.isEmpty()) {
            ownTransaction.executeWithoutResult(
                    ignored -> jdbc.update(FORGET, run.value(), ids(devices), round, decided));
        }
    }

    /** They have come back: what was sent while nobody listened is to be told again. */
    public void returned(Collection<DeviceId> devices) {
        if (!devices.isEmpty()) {
            jdbc.update(RETURNED, AGAIN.toMillis(), ids(devices));
        }
    }

    /** Those that are due, for this caller alone until {@code claim} is over. */
    List<OpenOffer> take(int most, Duration claim) {
        return jdbc.query(TAKE, OpenOffers::offer, most, claim.toMillis());
    }

    private static UUID[] ids(Collection<DeviceId> devices) {
        return devices.stream().map(DeviceId::value).toArray(UUID[]::new);
    }

    private static OpenOffer offer(ResultSet row, int number) throws SQLException {
        return new OpenOffer(
                new RolloutRunId(row.getObject("run_id", UUID.class)),
                new DeviceId(row.getObject("device_id", UUID.class)),
                new TenantId(row.getString("tenant")),
                row.getInt("round"),
                row.getString("refusal"),
                row.getBoolean("unheard"),
                Duration.ZERO);
    }
}
