package io.devicetrail.ingress.delivery;

import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import tools.jackson.databind.json.JsonMapper;

/** A command as it goes down. */
final class CommandMessage {
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private CommandMessage() {}

    static byte[] payload(CommandRequested command, int attempt, Instant expiresAt) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("commandId", command.command().toString());
        message.put("name", command.name());
        message.put("arguments", command.arguments());
        message.put("attempt", attempt);
        message.put("expiresAt", expiresAt.toString());
        return MAPPER.writeValueAsBytes(message);
    }

    /** @param remaining until the deadline; the broker drops what has not reached the device by then */
    static MqttProperties properties(CommandRequested command, int attempt, Duration remaining) {
        MqttProperties properties = new MqttProperties();
        properties.setMessageExpiryInterval(
                Math.max(1, remaining.plusMillis(999).toSeconds()));
        properties.setCorrelationData(command.command().toString().getBytes(StandardCharsets.UTF_8));
        properties.setUserProperties(List.of(new UserProperty("attempt", Integer.toString(attempt))));
        return properties;
    }
}
