package io.devicetrail.ingress.telemetry;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;

/** Asks for the partitions of today and the next days, once per day. Owned by the writer's thread. */
public final class TelemetryPartitions {
    /** Days made ahead, today included: a weekend during which nobody can make one. */
    private static final int DAYS = 4;

    private static final Logger LOG = LoggerFactory.getLogger(TelemetryPartitions.class);

    private final JdbcTemplate jdbc;
    private final Clock clock;
    private @Nullable LocalDate preparedOn;

    public TelemetryPartitions(JdbcTemplate jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Never fails: without a partition of its own a day goes to the default one. */
    public synchronized void prepare() {
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (today.equals(preparedOn)) {
            return;
        }
        try {
            jdbc.queryForObject(
                    "select ingress.prepare_telemetry_partitions(?::date, ?)", Integer.class, today.toString(), DAYS);
            preparedOn = today;
        } catch (DataAccessException e) {
            LOG.warn("Telemetry partitions from {} on could not be prepared yet: {}", today, e.getMessage());
        }
    }
}
