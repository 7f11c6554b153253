package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import java.util.List;

/**
 * Decides on a device that a person gives up. It undoes no failure: else who retries a run and skips what waits would be rid
 * of all that failed, and of the thresholds with it.
 */
public final class GivingUp {
    private GivingUp() {}

    /** @param device of the run, that waits or is open */
    public static List<RolloutRunEvent> on(RolloutRun now, DeviceId device) {
        Trial trial = new Trial(now);
        RolloutBook book = now.book();
        int place = book.place(device);
        RolloutDeviceState to = book.givenUp(place);
        trial.add(new RolloutDeviceSkipped(now.id(), now.tenant(), now.round(), device, book.state(place), to));
        if (to.failed()) {
            StopRule.haltAt(trial.run(), book.waveOf(place)).ifPresent(trial::add);
        }
        return trial.events();
    }
}
