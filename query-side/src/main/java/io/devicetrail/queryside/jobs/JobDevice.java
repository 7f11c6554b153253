package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.job.JobDeviceState;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a job came to at one device.
 *
 * @param round of its last command; 0 while there was none
 * @param commandId of that round; null while it was not handed out
 */
public record JobDevice(
        UUID jobId,
        UUID deviceId,
        int ordinal,
        JobDeviceState state,
        int round,
        @Nullable UUID commandId,
        @Nullable String code) {

    /** Null for what has ended. */
    public @Nullable String waitingFor() {
        return switch (state) {
            case WAITING -> code == null ? "its turn" : "its turn again; it was not told because of " + code;
            case OPEN -> "the end of its command " + commandId;
            default -> null;
        };
    }
}
