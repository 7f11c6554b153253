package io.devicetrail.ingress.twin;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.Columns;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Devices that are to be told all that is desired of them. Written with what makes it so, and deleted when the broker has
 * the message: a crash in between tells a device twice, and none never.
 */
public final class DesiredAsks {
    private static final String INSERT = """
            insert into ingress.desired_ask (device_id, tenant, always)
            select * from unnest(?::uuid[], ?::text[], ?::bool[])""";
    /**
     * With all others of its device that are there: what is told is read afterwards, so one answer is enough for all. What
     * another node has under way is passed by.
     */
    private static final String TAKE = """
            with next as (select device_id from ingress.desired_ask where due_at <= now()
                           order by due_at, number limit 1 for update skip locked),
                 all_of_it as (select number from ingress.desired_ask where device_id = (select device_id from next)
                                  for update skip locked),
                 taken as (delete from ingress.desired_ask where number in (select number from all_of_it)
                           returning device_id, tenant, always)
            select device_id, min(tenant) as tenant, bool_or(always) as always from taken group by device_id""";

    private static final String POSTPONE =
            "update ingress.desired_ask set due_at = now() + ? * interval '1 millisecond' where device_id = ?";

    private final JdbcTemplate jdbc;

    public DesiredAsks(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    public void ask(List<DesiredAsk> asks) {
        if (asks.isEmpty()) {
            return;
        }
        jdbc.update(
                INSERT,
                new Columns<>(asks)
                        .with("uuid", ask -> ask.device().value())
                        .with("text", ask -> ask.tenant().value())
                        .with("bool", DesiredAsk::always));
    }

    /** The next one; it is gone when the caller's transaction commits, and there again if it does not. */
    Optional<DesiredAsk> take() {
        return jdbc
                .query(
                        TAKE,
                        (row, ignored) -> new DesiredAsk(
                                new DeviceId(row.getObject("device_id", UUID.class)),
                                new TenantId(row.getString("tenant")),
                                row.getBoolean("always")))
                .stream()
                .findFirst();
    }

    void postpone(DeviceId device, Duration by) {
        jdbc.update(POSTPONE, by.toMillis(), device.value());
    }
}
