package io.devicetrail.domain.devicemodel;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;

/**
 * Counts what a version that only reports would have refused. Figures for whoever decides about the version, beside the log:
 * what is said or asked twice counts twice.
 */
public interface ModelVersionFindings {
    void note(List<Finding> findings);

    /** What was held against the version. */
    enum Subject {
        TELEMETRY,
        REPORTED_PROPERTIES,
        COMMAND,
        DESIRED_PROPERTIES
    }

    /**
     * One message or request that was taken by the former rules alone.
     *
     * @param code that the refusal, or the quarantine, would have had
     * @param detail what did not fit first
     */
    record Finding(
            TenantId tenant,
            DeviceModelId model,
            int version,
            DeviceId device,
            Subject subject,
            String code,
            String detail) {
        /** Longest detail kept, in characters. */
        public static final int LONGEST_DETAIL = 500;

        public Finding {
            if (detail.length() > LONGEST_DETAIL) {
                detail = detail.codePoints()
                        .limit(LONGEST_DETAIL)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
            }
        }
    }
}
