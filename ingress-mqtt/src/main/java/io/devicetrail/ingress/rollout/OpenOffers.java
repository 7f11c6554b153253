package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.Columns;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Which offers are to be looked after, and when. Not what is offered to whom: the log says that. */
public final class OpenOffers {
    /** A device that comes and goes is told no more often than this. */
    static final Duration AGAIN = Duration.ofMinutes(1);

    private static final String KEEP = """
            insert into ingress.rollout_offer (run_id, device_id, tenant, round, refusal, unheard, sent_at, due_at)
            select run_id, device_id, tenant, round, refusal, unheard, now(), now() + after * interval '1 millisecond'
              from unnest(?::uuid[], ?::uuid[], ?::text[], ?::int4[], ?::text[], ?::bool[], ?::int8[])
                   as sent (run_id, device_id, tenant, round, refusal, unheard, after)
            on conflict (run_id, device_id) do update
               set round = excluded.round, refusal = excluded.refusal, unheard = excluded.unheard,
                   sent_at = excluded.sent_at, due_at = excluded.due_at""";
    private static final String FORGET =
            "delete from ingress.rollout_offer where run_id = ? and device_id = any (?) and round <= ?";
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

    /** They are not told by this round any more; an offer of a later one stays. */
    void forget(RolloutRunId run, int round, List<DeviceId> devices) {
        if (!devices.isEmpty()) {
            ownTransaction.executeWithoutResult(ignored -> jdbc.update(FORGET, run.value(), ids(devices), round));
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
