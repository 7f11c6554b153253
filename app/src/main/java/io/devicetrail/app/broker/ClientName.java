package io.devicetrail.app.broker;

import io.devicetrail.domain.device.DeviceId;
import java.util.Optional;
import java.util.UUID;

/**
 * An MQTT client id that tells the device: its id, and perhaps a dash and more. A session belongs to its client id, so
 * nobody may take that of another device: the messages that wait for it would come to who does.
 */
final class ClientName {
    private static final int ID_LENGTH = 36;

    private ClientName() {}

    static Optional<DeviceId> device(String client) {
        if (client.length() < ID_LENGTH || (client.length() > ID_LENGTH && client.charAt(ID_LENGTH) != '-')) {
            return Optional.empty();
        }
        String id = client.substring(0, ID_LENGTH);
        try {
            UUID parsed = UUID.fromString(id);
            // Only the one spelling, as in topics.
            return parsed.toString().equals(id) ? Optional.of(new DeviceId(parsed)) : Optional.empty();
        } catch (IllegalArgumentException another) {
            return Optional.empty();
        }
    }
}
