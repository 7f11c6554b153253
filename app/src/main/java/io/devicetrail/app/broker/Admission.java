package io.devicetrail.app.broker;

import io.devicetrail.domain.device.DeviceId;
import java.util.Optional;

/**
 * As what a connection was let in; kept with the connection itself, so that it ends with it.
 *
 * @param fingerprint of the certificate
 * @param certified whose certificate it is
 * @param speaksFor the same, or one that is reached through it
 */
record Admission(String fingerprint, DeviceId certified, DeviceId speaksFor) {
    /** Name of the connection's attribute. */
    static final String ATTRIBUTE = "devicetrail-admission";

    private static final int PARTS = 3;

    boolean forAnother() {
        return !certified.equals(speaksFor);
    }

    String toAttribute() {
        return fingerprint + " " + certified + " " + speaksFor;
    }

    static Optional<Admission> of(String attribute) {
        String[] parts = attribute.split(" ");
        return parts.length == PARTS
                ? Optional.of(new Admission(parts[0], DeviceId.parse(parts[1]), DeviceId.parse(parts[2])))
                : Optional.empty();
    }
}
