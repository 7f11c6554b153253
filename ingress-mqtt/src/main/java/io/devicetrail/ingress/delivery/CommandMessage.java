package io.devicetrail.ingress.delivery;

import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.devicemodel.CommandClass;
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

    static byte[] payload(KnownCommand known, Instant expiresAt) {
        CommandRequested command = known.request();
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("commandId", command.command().toString());
        message.put("name", command.name());
        message.put("arguments", command.arguments());
        message.put("attempt", known.attempts().current());
        if (known.attempts().failed() > 0) {
            message.put("failedAttempt", known.attempts().failed());
        }
        message.put("expiresAt", expiresAt.toString());
        return MAPPER.writeValueAsBytes(message);
    }

    /** @param remaining until the deadline; the broker drops what has not reached the device by then */
    static MqttProperties properties(KnownCommand known, Duration remaining) {
        CommandRequested command = known.request();
        MqttProperties properties = new MqttProperties();
        properties.setMessageExpiryInterval(expirySeconds(command, remaining));
        properties.setCorrelationData(command.command().toString().getBytes(StandardCharsets.UTF_8));
        properties.setUserProperties(List.of(
                new UserProperty("attempt", Integer.toString(known.attempts().current()))));
        return properties;
    }

    /** The broker knows whole seconds only. What is of this moment is given less rather than more, the rest its whole time. */
    static long expirySeconds(CommandRequested command, Duration remaining) {
        return command.commandClass() == CommandClass.REAL_TIME
                ? remaining.toSeconds()
                : remaining.plusMillis(999).toSeconds();
    }
}
