package io.devicetrail.commandside.rolloutrun;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.RolloutFitness;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.shared.LogPlaces;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * Folds the streams of the devices to which something has happened since the plan was drafted, for no table says what was stored
 * a moment ago. All others are as they were when the cohort was chosen by the plan, which was later than that.
 */
@Component
class LoggedRolloutFitness implements RolloutFitness {
    private final KnownRecords records;
    private final LogPlaces places;

    LoggedRolloutFitness(KnownRecords records, LogPlaces places) {
        this.records = records;
        this.places = places;
    }

    @Override
    public Map<DeviceId, Unfit> unfit(RolloutCreated run, Collection<DeviceId> devices) {
        Set<String> goneOn = places.goneOn(
                devices.stream().map(DeviceId::toString).toList(), run.plan().toString());
        Map<DeviceId, Unfit> unfit = new LinkedHashMap<>();
        devices.stream()
                .filter(device -> goneOn.contains(device.toString()))
                .forEach(device -> of(run.content(), device).ifPresent(why -> unfit.put(device, why)));
        return unfit;
    }

    private Optional<Unfit> of(RolloutPlan plan, DeviceId device) {
        Optional<KnownDevice> known = records.device(device);
        return known.isEmpty()
                ? Optional.of(Unfit.NOT_IN_SERVICE)
                : known.flatMap(now -> Unfit.of(
                        plan,
                        new Unfit.Seen(
                                now.lifeCycle(),
                                now.site(),
                                now.modelVersion(),
                                now.hardware().revision())));
    }
}
