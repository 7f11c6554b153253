package io.devicetrail.ingress.presence;

import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.StrictJson;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What presence said, and of which connection. A will and the hello before it may arrive the other way round: MQTT 5 (4.6)
 * promises order for subscriptions that are not shared, and ours are. Words that name their connection tell by it.
 *
 * @param connection the device's own name for it, another for each connect; null if it gives none
 */
public record PresenceWord(PresenceMessage says, @Nullable String connection) {
    private static final int LONGEST_CONNECTION = 100;

    /** @throws Misfit if the bytes are no presence message */
    public static PresenceWord read(byte[] payload) {
        JsonNode message = StrictJson.object(payload);
        String connection = StrictJson.optionalText(message, "connection");
        if (connection != null && connection.length() > LONGEST_CONNECTION) {
            throw new Misfit(
                    QuarantineReason.MALFORMED_MESSAGE,
                    "connection is longer than " + LONGEST_CONNECTION + " characters");
        }
        return new PresenceWord(PresenceMessage.read(message), connection);
    }

    /** Whether the device is gone by this word. */
    boolean leaves() {
        return says != PresenceMessage.ONLINE;
    }

    /** Whether this was said before {@code later}, though it came after it. */
    boolean isBefore(PresenceWord later) {
        return !leaves() && later.leaves() && connection != null && connection.equals(later.connection);
    }
}
