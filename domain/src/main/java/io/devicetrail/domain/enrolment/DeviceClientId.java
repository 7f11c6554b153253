package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.device.DeviceId;
import java.util.Optional;
import java.util.UUID;

/**
 * An MQTT client id that tells the device: its id, and perhaps a dash and more. A session belongs to its client id, so
 * nobody may take that of another device: the messages that wait for it would come to who does.
 */
public final class DeviceClientId {
    private static final int ID_LENGTH = 36;

    private DeviceClientId() {}

    /** Empty for a client id of any other form. */
    public static Optional<DeviceId> device(String clientId) {
        if (clientId.length() < ID_LENGTH || (clientId.length() > ID_LENGTH && clientId.charAt(ID_LENGTH) != '-')) {
            return Optional.empty();
        }
        return id(clientId.substring(0, ID_LENGTH));
    }

    /** Only the one spelling, as in topics: in full, and in lower case. */
    public static Optional<DeviceId> id(String text) {
        try {
            UUID parsed = UUID.fromString(text);
            return parsed.toString().equals(text) ? Optional.of(new DeviceId(parsed)) : Optional.empty();
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
    }
}
