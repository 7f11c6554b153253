package io.devicetrail.app.wiring;

import io.devicetrail.audit.ledger.LedgerTailer;
import io.devicetrail.audit.scrub.LedgerScrubber;
import io.devicetrail.audit.scrub.ScrubStatus;
import io.devicetrail.audit.timestamp.Timestamping;
import io.devicetrail.audit.verify.Verdict.Finding;
import io.devicetrail.audit.witness.Cosigning;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** Down when log and ledger contradict each other, or nobody can tell: that is an alarm, not a pause. */
final class LedgerHealth implements HealthIndicator {
    private static final int MOST_NAMED = 10;

    private final LedgerTailer tailer;
    private final LedgerScrubber scrubber;
    private final Cosigning cosigning;
    private final Timestamping timestamping;

    LedgerHealth(LedgerTailer tailer, LedgerScrubber scrubber, Cosigning cosigning, Timestamping timestamping) {
        this.tailer = tailer;
        this.scrubber = scrubber;
        this.cosigning = cosigning;
        this.timestamping = timestamping;
    }

    @Override
    public Health health() {
        LedgerTailer.Status ledger = tailer.status();
        ScrubStatus scrub = scrubber.status();
        List<Cosigning.Status> witnesses = cosigning.status();
        boolean sound = !ledger.broken()
                && !scrub.blind()
                && scrub.found() == 0
                && witnesses.stream().noneMatch(Cosigning.Status::contradicts);
        Health.Builder health = sound ? Health.up() : Health.down();
        health.withDetail("size", ledger.size()).withDetail("scrub", told(scrub));
        String trouble = ledger.trouble();
        if (trouble != null) {
            health.withDetail("trouble", trouble);
        }
        if (!witnesses.isEmpty()) {
            health.withDetail(
                    "witnesses", witnesses.stream().map(LedgerHealth::told).toList());
        }
        Timestamping.Status stamped = timestamping.status();
        String noStamp = stamped.trouble();
        if (stamped.size() > 0) {
            health.withDetail("stamped", stamped.size());
        }
        if (noStamp != null) {
            health.withDetail("timestamp", noStamp);
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

    private static Map<String, Object> told(Cosigning.Status witness) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("witness", witness.witness());
        told.put("size", witness.size());
        String trouble = witness.trouble();
        if (trouble != null) {
            told.put("trouble", trouble);
        }
        return told;
    }

    private static Map<String, Object> told(ScrubStatus scrub) {
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
