package io.devicetrail.commandside.device;

import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.EndedDevices;
import org.springframework.stereotype.Component;

/** Reads the device's own stream, which is short. */
@Component
class LoggedEnds implements EndedDevices {
    private final KnownRecords records;

    LoggedEnds(KnownRecords records) {
        this.records = records;
    }

    @Override
    public boolean hasEnded(DeviceId device) {
        return records.device(device).filter(known -> known.lifeCycle().ended()).isPresent();
    }
}
