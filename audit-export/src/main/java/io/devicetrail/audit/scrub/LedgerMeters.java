package io.devicetrail.audit.scrub;

import io.devicetrail.audit.ledger.LedgerTailer;
import io.devicetrail.domain.shared.LogPositions;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/** The ledger as meters {@code devicetrail.ledger.*}. */
public final class LedgerMeters implements MeterBinder {
    private final LedgerTailer tailer;
    private final LedgerScrubber scrubber;
    private final LogPositions positions;

    public LedgerMeters(LedgerTailer tailer, LedgerScrubber scrubber, LogPositions positions) {
        this.tailer = tailer;
        this.scrubber = scrubber;
        this.positions = positions;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("devicetrail.ledger.size", tailer, t -> t.status().size())
                .description("Events under the last checkpoint")
                .register(registry);
        // A log that is away gives no number, which is what a gauge shows then.
        Gauge.builder(
                        "devicetrail.ledger.behind",
                        tailer,
                        t -> positions.head() + 1 - t.status().size())
                .description("Events of the log that no checkpoint covers yet")
                .register(registry);
        Gauge.builder("devicetrail.ledger.mismatches", scrubber, s -> s.status().found())
                .description("What differs between log and ledger, by the last round of the scrubber")
                .register(registry);
        Gauge.builder("devicetrail.ledger.blind", scrubber, s -> s.status().blind() ? 1 : 0)
                .description("1 while the scrubber completes no round, for another reason than a log that is away")
                .register(registry);
        FunctionCounter.builder(
                        "devicetrail.ledger.scrubbed", scrubber, s -> s.status().events())
                .description("Events that were compared")
                .register(registry);
        FunctionCounter.builder(
                        "devicetrail.ledger.rounds", scrubber, s -> s.status().rounds())
                .description("Rounds of the scrubber over the whole log")
                .register(registry);
    }
}
