package io.devicetrail.commandside.sending;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.RolloutCohorts;
import io.devicetrail.domain.rolloutrun.RolloutSelection;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Collections;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A fleet that a test sets up; it tells how often and for what it was searched. */
final class RolloutCohortsInMemory implements RolloutCohorts {
    record Search(TenantId tenant, RolloutPlan plan, long position) {}

    static final String ZONE = "Europe/Zurich";

    private volatile List<DeviceId> fleet = List.of();
    private volatile List<Search> searches = List.of();

    void finds(List<DeviceId> devices) {
        fleet = List.copyOf(devices);
        searches = List.of();
    }

    List<Search> searches() {
        return searches;
    }

    @Override
    public RolloutSelection select(TenantId tenant, RolloutPlan plan, long position) {
        searches = Stream.concat(searches.stream(), Stream.of(new Search(tenant, plan, position)))
                .toList();
        return new RolloutSelection(fleet, Collections.nCopies(fleet.size(), ZONE), List.of(), new TreeMap<>());
    }
}
