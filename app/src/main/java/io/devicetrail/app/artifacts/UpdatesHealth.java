package io.devicetrail.app.artifacts;

import io.devicetrail.artifacts.updates.Standing;
import io.devicetrail.artifacts.updates.Updates;
import io.devicetrail.domain.tenant.TenantId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Down while something keeps what was published from devices, or soon will. A release that cannot be told to devices is
 * named, and takes nothing down: whoever published it has to mend it, not who operates.
 */
@Component("updatesHealthIndicator")
class UpdatesHealth implements HealthIndicator {
    private static final int MOST_NAMED = 10;

    private final Updates updates;

    UpdatesHealth(Updates updates) {
        this.updates = updates;
    }

    @Override
    public Health health() {
        Map<String, Object> troubles = new LinkedHashMap<>();
        Map<String, Object> leftOut = new LinkedHashMap<>();
        for (Map.Entry<TenantId, Standing> each : updates.standings().entrySet()) {
            name(troubles, each.getKey(), each.getValue().troubles());
            name(leftOut, each.getKey(), each.getValue().leftOut());
        }
        Health.Builder health = troubles.isEmpty() ? Health.up() : Health.down();
        if (!troubles.isEmpty()) {
            health.withDetail("troubles", troubles);
        }
        if (!leftOut.isEmpty()) {
            health.withDetail("leftOut", leftOut);
        }
        return health.build();
    }

    private static void name(Map<String, Object> into, TenantId tenant, List<String> sentences) {
        if (!sentences.isEmpty() && into.size() < MOST_NAMED) {
            into.put(tenant.value(), sentences.stream().limit(MOST_NAMED).toList());
        }
    }
}
