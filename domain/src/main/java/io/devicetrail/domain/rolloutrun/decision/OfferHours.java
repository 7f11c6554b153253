package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.SiteHours;
import io.devicetrail.domain.rolloutrun.RolloutOffer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who may be offered the release at a moment by the plan's windows, each device in the time zone of its site as it was when
 * the run was created. Without windows everybody may, always.
 */
public final class OfferHours {
    private OfferHours() {}

    static boolean open(RolloutPlan plan, String zone, Instant at) {
        return SiteHours.of(plan, zone).open(at);
    }

    /**
     * When a window opens for one of the devices that wait, if none is open for any of them. Whoever asks the run what
     * comes next asks again then; until then a device that waits changes nothing.
     */
    public static Optional<Instant> opensAt(RolloutRun run, Instant at) {
        if (!run.state().offers()) {
            return Optional.empty();
        }
        RolloutPlan plan = run.created().content();
        return run.book().zonesWaiting(run.wave()).stream()
                .map(zone -> SiteHours.of(plan, zone).opensAt(at))
                .min(Instant::compareTo)
                .filter(opens -> opens.isAfter(at));
    }

    /** What is offered to the devices, all of the run, and until when they are to be told of it. */
    public static List<RolloutOffer> offers(RolloutRun run, List<DeviceId> devices, Instant at) {
        RolloutPlan plan = run.created().content();
        Map<String, Optional<Instant>> closing = new HashMap<>();
        return devices.stream()
                .map(device -> {
                    String zone = run.book().zone(run.book().place(device));
                    return zone == null
                            ? new RolloutOffer(device, null, null)
                            : new RolloutOffer(
                                    device,
                                    zone,
                                    closing.computeIfAbsent(
                                                    zone,
                                                    one -> SiteHours.of(plan, one)
                                                            .closesAt(at))
                                            .orElse(null));
                })
                .toList();
    }
}
