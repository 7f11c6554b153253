package io.devicetrail.ingress.presence;

import io.devicetrail.ingress.Columns;
import java.time.Duration;
import java.util.List;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Renews leases within the caller's transaction. A device that is judged online and heard again needs no new judgement:
 * the judge looks at it once per suspect interval and finds the renewed lease. Anything else is due at once.
 */
public final class LeaseStore {
    /** Activity of a lease whose device was never heard itself. */
    private static final String WILL_ONLY = "will";

    private static final String RENEW = """
            insert into ingress.lease as l
                   (device_id, tenant, last_activity_at, last_activity, lease_seconds, online_at, gone_at, will,
                    word_connection, next_judgement_at)
            select *, greatest(r.activity_at, r.gone_at)
              from unnest(?::uuid[], ?::text[], ?::timestamptz[], ?::text[], ?::int4[], ?::timestamptz[],
                          ?::timestamptz[], ?::bool[], ?::text[])
                   as r (device_id, tenant, activity_at, activity, lease_seconds, online_at, gone_at, will,
                         connection)
            on conflict (device_id) do update
               set last_activity_at = case when excluded.last_activity = 'will' then l.last_activity_at
                                           else greatest(l.last_activity_at, excluded.last_activity_at) end,
                   last_activity = case when excluded.last_activity = 'will'
                                             or excluded.last_activity_at < l.last_activity_at then l.last_activity
                                        else excluded.last_activity end,
                   lease_seconds = excluded.lease_seconds,
                   online_at = coalesce(excluded.online_at, l.online_at),
                   gone_at = case when excluded.gone_at is not null then excluded.gone_at
                                  -- The hello of the connection that has gone, overtaken by its will.
                                  when excluded.online_at is not null and l.gone_at is not null
                                       and excluded.word_connection = l.word_connection then l.gone_at
                                  when excluded.online_at is not null then null
                                  when excluded.last_activity_at > l.gone_at + ? * interval '1 millisecond' then null
                                  else l.gone_at end,
                   will = case when excluded.gone_at is not null then excluded.will else l.will end,
                   word_connection = case when excluded.gone_at is null and excluded.online_at is null
                                          then l.word_connection else excluded.word_connection end,
                   next_judgement_at =
                       case when l.judged = 'ONLINE' and l.gone_at is null and excluded.gone_at is null
                                 and excluded.lease_seconds >= l.lease_seconds then l.next_judgement_at
                            else least(l.next_judgement_at, excluded.next_judgement_at) end""";

    private final JdbcTemplate jdbc;
    private final Duration stragglerWindow;

    public LeaseStore(JdbcTemplate jdbc, Duration stragglerWindow) {
        this.jdbc = jdbc;
        this.stragglerWindow = stragglerWindow;
    }

    /** @param sightings in the order of their arrival */
    public void renew(List<Sighting> sightings) {
        if (sightings.isEmpty()) {
            return;
        }
        Columns<LeaseRenewal> columns = new Columns<>(LeaseRenewal.of(sightings, stragglerWindow))
                .with("uuid", r -> r.last().device().value())
                .with("text", r -> r.last().tenant().value())
                .with("timestamptz", r -> r.activityAt() == null ? r.last().at() : r.activityAt())
                .with("text", r -> r.activity() == null ? WILL_ONLY : r.activity())
                .with("int4", r -> r.last().leaseSeconds())
                .with("timestamptz", r -> r.gone() ? null : r.wordAt())
                .with("timestamptz", r -> r.gone() ? r.wordAt() : null)
                .with("bool", r -> r.word() != null && r.word().says() == PresenceMessage.WILL)
                .with("text", r -> r.word() == null ? null : r.word().connection());
        jdbc.update(RENEW, statement -> {
            columns.setValues(statement);
            statement.setLong(10, stragglerWindow.toMillis());
        });
    }
}
