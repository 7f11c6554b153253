package io.devicetrail.ingress.release;

import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantinedMessageReleased;
import io.devicetrail.ingress.IngressFigures;
import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineStore;
import io.devicetrail.ingress.quarantine.QuarantineStore.Kept;
import io.devicetrail.ingress.quarantine.ReleaseOutcome;
import io.devicetrail.ingress.telemetry.StoredTelemetry;
import io.devicetrail.ingress.telemetry.TelemetryStore;
import io.devicetrail.ingress.topic.Topic;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Carries releases out. Values and outcome are stored in the processor's transaction; what comes again after a crash
 * finds its number used and its outcome written. A lease is not renewed: the device was not heard now.
 */
@ProcessingGroup("quarantine-release")
@DisallowReplay
public final class WhenReleasedThenReadAgain {
    private static final Logger LOG = LoggerFactory.getLogger(WhenReleasedThenReadAgain.class);

    private final QuarantineStore quarantine;
    private final TelemetryStore telemetry;
    private final SecondReading reading;
    private final Clock clock;
    private final IngressFigures figures;

    public WhenReleasedThenReadAgain(JdbcTemplate jdbc, SecondReading reading, Clock clock, IngressFigures figures) {
        this.quarantine = new QuarantineStore(jdbc);
        this.telemetry = new TelemetryStore(jdbc);
        this.reading = reading;
        this.clock = clock;
        this.figures = figures;
    }

    @EventHandler
    public void on(QuarantinedMessageReleased released, TrackingToken token) {
        Optional<Kept> kept = quarantine.find(released.number());
        if (kept.isEmpty()) {
            LOG.error("Quarantined message {} was released and is not there", released.number());
            return;
        }
        Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        quarantine.settle(
                released.number(),
                released.release(),
                token.position().orElseThrow(),
                outcome(released, kept.get(), now),
                now);
    }

    private ReleaseOutcome outcome(QuarantinedMessageReleased released, Kept kept, Instant now) {
        if (!isOf(released, kept)) {
            LOG.error("Quarantined message {} is not the one that was released", released.number());
            return new ReleaseOutcome(
                    ReleaseOutcome.CHANGED_SINCE,
                    "Topic or bytes are not those of the message that was released; nothing was stored.");
        }
        try {
            StoredTelemetry read = reading.read(kept);
            if (telemetry.store(List.of(read), now) == 0) {
                throw SecondReading.storedBefore(read);
            }
            figures.stored.add(1);
            return new ReleaseOutcome(ReleaseOutcome.TAKEN_IN, "The values are stored as of their arrival.");
        } catch (Misfit misfit) {
            return new ReleaseOutcome(misfit.reason(), misfit.detail());
        }
    }

    private static boolean isOf(QuarantinedMessageReleased released, Kept kept) {
        Topic said = new Topic.Telemetry(released.tenant(), released.device());
        return kept.topic().equals(said.print()) && KeptMessages.sha256(kept).equals(released.sha256());
    }
}
