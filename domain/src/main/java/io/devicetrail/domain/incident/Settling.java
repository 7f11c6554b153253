package io.devicetrail.domain.incident;

import io.devicetrail.domain.incident.SiteStanding.Back;
import io.devicetrail.domain.incident.SiteStanding.Settled;
import io.devicetrail.domain.incident.SiteStanding.Silent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What has been so for long enough to be told: a blink is nothing.
 *
 * @param now the time of the look
 * @param time for how long a device is silent before it is told, and back before that is closed
 */
public record Settling(Instant now, Duration time) {
    boolean isOver(Silent device) {
        return isOver(device.since());
    }

    /** What left service is waited for no more; what comes and goes was waited for when that was judged. */
    boolean isOver(Settled device) {
        Instant since = device.since();
        return since == null || !device.inService() || device.kind() != IncidentKind.DEVICE_OFFLINE || isOver(since);
    }

    boolean isOver(Back device) {
        return isOver(device.since());
    }

    private boolean isOver(Instant since) {
        return !since.plus(time).isAfter(now);
    }

    /** When the next of what is too young has settled; empty where nothing is. */
    public Optional<Instant> next(SiteStanding standing) {
        return Stream.of(
                        standing.silent().stream()
                                .filter(device -> !isOver(device))
                                .map(Silent::since),
                        standing.settled().stream()
                                .filter(device -> !isOver(device))
                                .map(Settled::since),
                        standing.back().stream()
                                .filter(device -> !isOver(device))
                                .map(Back::since))
                .flatMap(since -> since)
                .min(Instant::compareTo)
                .map(since -> since.plus(time));
    }
}
