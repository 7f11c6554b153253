package io.devicetrail.domain.rolloutrun;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.MalformedInput;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a device said of an offer, as it came in.
 *
 * @param attempt number of the round by which the device was offered the release
 * @param says of itself; {@code VERIFIED} is what a device says after it has restarted, with the version that runs
 * @param version that runs; of {@code VERIFIED} alone
 * @param code of an error
 * @param at when it was received
 */
public record DeviceReport(
        DeviceId device,
        int attempt,
        RolloutDeviceState says,
        @Nullable String version,
        @Nullable String code,
        Instant at) {
    /**
     * As it is put on record. Its texts are mended, never refused: that a device failed is not lost for how it puts it.
     *
     * @throws MalformedInput for what no device says
     */
    public DeviceReport checked() {
        if (!says.reported()) {
            throw new MalformedInput(
                    "reports.says", "must be DOWNLOADING, INSTALLED, VERIFIED, FAILED, ROLLED_BACK or REFUSED");
        }
        return new DeviceReport(device, attempt, says, HeardText.of(version), HeardText.of(code), at);
    }
}
