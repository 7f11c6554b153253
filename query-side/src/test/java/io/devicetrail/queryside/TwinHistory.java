package io.devicetrail.queryside;

import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.PropertyChange;
import io.devicetrail.domain.twin.ReportStamp;
import io.devicetrail.domain.twin.TwinEvent;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesChanged;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesConverged;
import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesRefused;
import io.devicetrail.domain.twin.TwinEvent.ReportedPropertiesChanged;
import io.devicetrail.domain.twin.TwinId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Of the history, the twin of the successor: wanted, reported, taken over, wanted otherwise, refused. */
final class TwinHistory {
    static final Instant SAID = Instant.parse("2026-11-20T09:30:00Z");
    private static final TwinId TWIN = TwinId.of(History.SUCCESSOR);

    private TwinHistory() {}

    /** Five events, one after the other. */
    static void write(LogOfTests log) {
        append(log, changed(0, set("interval", null, 60), set("limit", null, 21.5)));
        append(
                log,
                new ReportedPropertiesChanged(
                        TWIN, History.SUCCESSOR, History.ACME, said(1), List.of(set("sealed", null, true))));
        append(
                log,
                new DesiredPropertiesConverged(TWIN, History.SUCCESSOR, History.ACME, 1, said(2), Convergence.PENDING));
        append(log, changed(1, set("interval", 60, null), set("limit", 21.5, 99.0)));
        append(
                log,
                new DesiredPropertiesRefused(
                        TWIN, History.SUCCESSOR, History.ACME, 2, said(3), Convergence.PENDING, "HOT", "too hot"));
    }

    private static ReportStamp said(long seq) {
        return new ReportStamp("b1", seq, SAID.plusSeconds(seq));
    }

    private static PropertyChange set(String name, @Nullable Object from, @Nullable Object to) {
        return new PropertyChange(name, from, to, null);
    }

    private static TwinEvent changed(int from, PropertyChange... changes) {
        return new DesiredPropertiesChanged(TWIN, History.SUCCESSOR, History.ACME, from, from + 1, List.of(changes));
    }

    private static void append(LogOfTests log, Object event) {
        log.append(event, History.ADA, History.ACME.value());
    }
}
