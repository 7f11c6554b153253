package io.devicetrail.app.wiring;

import io.devicetrail.audit.ledger.LedgerTailer;
import io.devicetrail.audit.scrub.LedgerScrubber;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when log and ledger contradict each other: that is an alarm, not a pause. */
final class LedgerHealth implements HealthIndicator {
    private static final int MOST_NAMED = 10;

    private final LedgerTailer tailer;
    private final LedgerScrubber scrubber;

    LedgerHealth(LedgerTailer tailer, LedgerScrubber scrubber) {
        this.tailer = tailer;
        this.scrubber = scrubber;
    }

    @Override
    public Health health() {
        LedgerTailer.Status ledger = tailer.status();
        LedgerScrubber.Status scrub = scrubber.status();
        boolean sound = !ledger.broken() && scrub.found() == 0;
        Health.Builder health = sound ? Health.up() : Health.down();
        health.withDetail("size", ledger.size()).withDetail("scrub", told(scrub));
        String trouble = ledger.trouble();
        if (trouble != null) {
            health.withDetail("trouble", trouble);
        }
        if (scrub.found() > 0) {
            health.withDetail("mismatches", scrub.found())
                    .withDetail(
                            "first",
                            scrub.findings().stream()
                                    .limit(MOST_NAMED)
                                    .map(Finding::toString)
                                    .toList());
        }
        return health.build();
    }

    private static Map<String, Object> told(LedgerScrubber.Status scrub) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("rounds", scrub.rounds());
        told.put("events", scrub.events());
        String trouble = scrub.trouble();
        if (trouble != null) {
            told.put("trouble", trouble);
        }
        return told;
    }
}
