package io.devicetrail.commandside.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.KnownRolloutPlan;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.CreateRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.Stratum;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.signature.RecordVersions.Version;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What a new run is made of. */
final class Creations {
    private Creations() {}

    /** Whether it asks for what was asked before; its id holds the tenant, its author and their key. */
    static boolean same(CreateRollout again, RolloutCreated first) {
        return again.tenant().equals(first.tenant())
                && again.plan().equals(first.plan())
                && again.revision() == first.revision();
    }

    /** The run and its whole cohort, or none of it. */
    static List<RolloutRunEvent> events(CreateRollout c, KnownRolloutPlan plan, Version version, String author) {
        boolean spread = !plan.content().cohort().spreadOver().isEmpty();
        if (spread && c.strata().size() < c.devices().size()) {
            throw new MalformedInput("strata", "must be one for each device, as the plan spreads them over the waves");
        }
        List<Stratum> found = spread ? c.strata() : List.of();
        List<DeviceId> devices = FrozenCohort.shuffled(c.devices(), found, c.seed());
        List<String> zones = plan.content().windows().isEmpty() ? List.of() : zonesBeside(devices, c);
        List<Stratum> strata = spread ? beside(devices, c, found) : found;
        List<RolloutRunEvent> events = new ArrayList<>();
        events.add(new RolloutCreated(
                c.run(),
                c.tenant(),
                c.plan(),
                plan.revision(),
                version.hash(),
                version.position(),
                plan.content(),
                devices.size(),
                FrozenCohort.hash(devices),
                c.seed(),
                FrozenCohort.waves(devices.size(), plan.content().waves()),
                author));
        for (int from = 0; from < devices.size(); from += RolloutCohortListed.MOST_OF_PART) {
            int to = Math.min(from + RolloutCohortListed.MOST_OF_PART, devices.size());
            events.add(new RolloutCohortListed(
                    c.run(),
                    c.tenant(),
                    from / RolloutCohortListed.MOST_OF_PART + 1,
                    List.copyOf(devices.subList(from, to)),
                    zones.isEmpty() ? zones : List.copyOf(zones.subList(from, to)),
                    strata.isEmpty() ? strata : List.copyOf(strata.subList(from, to))));
        }
        return events;
    }

    /** Whoever creates a run of a plan with windows has looked up where its devices are. */
    private static List<String> zonesBeside(List<DeviceId> order, CreateRollout c) {
        if (c.zones().size() < order.size()) {
            throw new MalformedInput("zones", "must be one for each device, as the plan has windows");
        }
        return beside(order, c, c.zones());
    }

    /** What was found beside each device, in the order of the offers. */
    private static <T> List<T> beside(List<DeviceId> order, CreateRollout c, List<T> found) {
        Map<DeviceId, T> of = new HashMap<>();
        for (int place = 0; place < c.devices().size(); place++) {
            of.put(c.devices().get(place), found.get(place));
        }
        return order.stream().map(of::get).toList();
    }
}
