package io.devicetrail.commandside.rolloutrun;

import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.RolloutFitness;
import io.devicetrail.domain.rolloutrun.Unfit;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Folds each device's own stream, which is short: no table says what was stored a moment ago. */
@Component
class LoggedRolloutFitness implements RolloutFitness {
    private final KnownRecords records;

    LoggedRolloutFitness(KnownRecords records) {
        this.records = records;
    }

    @Override
    public Map<DeviceId, Unfit> unfit(RolloutPlan plan, Collection<DeviceId> devices) {
        Map<DeviceId, Unfit> unfit = new LinkedHashMap<>();
        devices.forEach(device -> of(plan, device).ifPresent(why -> unfit.put(device, why)));
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
