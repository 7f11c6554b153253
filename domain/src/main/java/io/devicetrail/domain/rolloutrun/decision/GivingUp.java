package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesLeftOut;
import io.devicetrail.domain.rolloutrun.Unfit;
import java.util.List;

/**
 * Decides on devices that are given up: by a person, or because they do not fit the plan any more. It undoes no failure: else
 * who retries a run and skips what waits, or what was told and is silent, would be rid of all that failed, and of the
 * thresholds with it.
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
        haltAt(trial, place);
        return trial.events();
    }

    /** @param devices of the run, that were offered the release in this round and have said nothing */
    public static List<RolloutRunEvent> leftOut(RolloutRun now, List<DeviceId> devices, Unfit why) {
        Trial trial = new Trial(now);
        trial.add(new RolloutDevicesLeftOut(now.id(), now.tenant(), now.round(), devices, why));
        devices.forEach(device -> haltAt(trial, now.book().place(device)));
        return trial.events();
    }

    /** Where the device is failed, as it was before a retry. */
    private static void haltAt(Trial trial, int place) {
        RolloutBook book = trial.run().book();
        if (book.state(place).failed()) {
            StopRule.haltAt(trial.run(), book.waveOf(place)).ifPresent(trial::add);
        }
    }
}
