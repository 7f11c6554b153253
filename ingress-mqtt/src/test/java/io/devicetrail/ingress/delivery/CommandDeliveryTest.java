package io.devicetrail.ingress.delivery;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.ingress.connection.Publishing;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.TreeMap;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.junit.jupiter.api.Test;

class CommandDeliveryTest {
    private static final TenantId ACME = TenantId.of("acme");

    /** As anything else it would be taken for a fault of the command, which would then never be sent. */
    @Test
    void aBrokerThatIsAwayIsAFailureToReachIt() {
        Publishing away = (topic, payload, properties, patience) -> {
            throw new MqttException(MqttClientException.REASON_CODE_CLIENT_NOT_CONNECTED);
        };
        CommandDelivery delivery = new CommandDelivery(
                away,
                DefaultCommandGateway.builder()
                        .commandBus(SimpleCommandBus.builder().build())
                        .build(),
                Clock.systemUTC());
        CommandRequested command = new CommandRequested(
                CommandId.of(ACME, "ada", "1"),
                ACME,
                DeviceId.of(ACME, "Flow AG", "P-1"),
                "identify",
                new TreeMap<>(),
                20);
        assertThatThrownBy(() -> delivery.on(command, Instant.now()))
                .isInstanceOf(IOException.class)
                .hasCauseInstanceOf(MqttException.class);
    }
}
