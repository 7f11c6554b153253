package io.devicetrail.ingress.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import tools.jackson.databind.json.JsonMapper;

/** A reminder as it goes down. */
final class ReminderMessage {
    /**
     * The broker keeps it for so long at the most: who comes back later is told again, if that is still so. A device that
     * renewed while it was away knows an old one by the fingerprint.
     */
    static final Duration LONGEST_EXPIRY = Duration.ofDays(1);

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private ReminderMessage() {}

    static byte[] payload(Reminder reminder) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("id", reminder.id());
        message.put("renew", reminder.stage());
        message.put("fingerprint", reminder.fingerprint());
        message.put("dueSince", reminder.dueSince().toString());
        message.put("notAfter", reminder.notAfter().toString());
        message.put("renewAt", "/.well-known/est/" + reminder.tenant() + "/simplereenroll");
        return MAPPER.writeValueAsBytes(message);
    }

    /** Whole seconds until the broker drops it; 0 if there is nothing left to renew. */
    static long expirySeconds(Reminder reminder, Instant now) {
        Duration left = Duration.between(now, reminder.notAfter());
        if (!left.isPositive()) {
            return 0;
        }
        return (left.compareTo(LONGEST_EXPIRY) < 0 ? left : LONGEST_EXPIRY).toSeconds();
    }

    static MqttProperties properties(long expirySeconds) {
        MqttProperties properties = new MqttProperties();
        properties.setMessageExpiryInterval(expirySeconds);
        return properties;
    }
}
