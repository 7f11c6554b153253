package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.rolloutrun.Hearing;
import io.devicetrail.ingress.Rounds;
import io.devicetrail.ingress.StartOrder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether the reports of devices come through to this node, and remembers since when: our own absence is
 * not the devices' silence. A look that did not take place, as the machine stood still or its clock was moved, is one that
 * found nothing.
 */
public final class ReportHearing extends Rounds implements Hearing {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** A shorter break keeps nobody from being heard: the broker has kept what came meanwhile. */
    private static final Duration LONGEST_BREAK = Duration.ofMinutes(1);
    /** A report that waits for longer waits for the log, and not for its turn. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(ReportHearing.class);

    private final Supplier<Optional<Duration>> reports;
    private final Runnable database;
    private final Clock clock;
    private volatile @Nullable Heard heard;

    /** @param last when they last came through */
    private record Heard(Instant since, Instant last) {
        boolean still(Instant now) {
            return Duration.between(last, now).abs().compareTo(LONGEST_BREAK) <= 0;
        }
    }

    /**
     * @param reports how long the oldest of what has come in by their connection waits; empty while that is away
     * @param database fails while it is away
     */
    public ReportHearing(Supplier<Optional<Duration>> reports, Runnable database, Clock clock) {
        super("ingress-hearing", INTERVAL, StartOrder.BROKER);
        this.reports = reports;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public Optional<Instant> since() {
        Heard now = heard;
        return now != null && now.still(clock.instant()) ? Optional.of(now.since()) : Optional.empty();
    }

    @Override
    protected void round() {
        if (!comeThrough()) {
            return;
        }
        Instant now = clock.instant();
        Heard before = heard;
        heard = new Heard(before != null && before.still(now) ? before.since() : now, now);
    }

    private boolean comeThrough() {
        try {
            database.run();
        } catch (RuntimeException e) {
            LOG.debug("Devices are not heard: {}", e.toString());
            return false;
        }
        return reports.get().filter(waits -> waits.compareTo(LONGEST_WAIT) <= 0).isPresent();
    }
}
