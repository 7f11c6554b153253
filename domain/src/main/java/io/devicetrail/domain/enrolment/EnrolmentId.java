package io.devicetrail.domain.enrolment;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.NamedId;
import java.util.UUID;

/** The credentials of one device, named after it; a stream beside the device's own, as renewals go on for years. */
public record EnrolmentId(@JsonValue UUID value) {
    public static EnrolmentId of(DeviceId device) {
        return new EnrolmentId(NamedId.of("enrolment", device.toString()));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
