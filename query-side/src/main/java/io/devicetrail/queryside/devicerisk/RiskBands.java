package io.devicetrail.queryside.devicerisk;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** How many devices are of how much of a risk, all as of one time. */
@Component
public class RiskBands {
    private final DeviceFacts facts;
    private final Clock clock;

    RiskBands(DeviceFacts facts, Clock clock) {
        this.facts = facts;
        this.clock = clock;
    }

    /** @param devices a page of them at the most */
    public Map<RiskBand, Long> of(Collection<UUID> devices) {
        Instant asOf = clock.instant();
        Map<RiskBand, Long> bands = new EnumMap<>(RiskBand.class);
        facts.of(devices)
                .values()
                .forEach(known ->
                        bands.merge(RiskBand.of(RiskPolicy.of(known, asOf).score()), 1L, Long::sum));
        return bands;
    }
}
