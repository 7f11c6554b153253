package io.devicetrail.commandside.rollout;

import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.PUMP_MODEL;

import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.tenant.SiteId;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Plans in the small world of the fixtures. */
final class Plans {
    private Plans() {}

    static RolloutPlan named(String title) {
        return plan(title, PUMP_MODEL, List.of(2), List.of(BASEL));
    }

    static RolloutPlan plan(String title, DeviceModelId model, List<Integer> versions, List<SiteId> sites) {
        return new RolloutPlan(
                title,
                new Release("flow-firmware", "2.1.0", "0a".repeat(32), 4_711_000),
                model,
                versions,
                new Cohort(sites, List.of("A"), new TreeMap<>(Map.of("line", "1"))),
                List.of(new Wave(10, 60), new Wave(100, 0)),
                new StopThresholds(5, null),
                60,
                false);
    }
}
