package io.devicetrail.ingress.twin;

import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesChanged;
import io.devicetrail.ingress.connection.Publishing;
import io.devicetrail.ingress.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/**
 * Sends what has changed in what is desired, in the order of the log and at least once: a crash between the broker's
 * acknowledgement and ours sends one again, and the device knows it by its version. While the broker is away the handler
 * fails and its processor tries again. A device that missed one says so, or is told all when it comes back.
 */
@ProcessingGroup("desired-delivery")
@DisallowReplay
public final class DesiredDelivery {
    /** How long the broker may take to acknowledge. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Publishing broker;

    public DesiredDelivery(Publishing broker) {
        this.broker = broker;
    }

    @EventHandler
    public void on(DesiredPropertiesChanged changed) throws IOException {
        try {
            broker.publish(
                    new Topic.Desired(changed.tenant(), changed.device()).print(),
                    DesiredMessage.delta(changed),
                    new MqttProperties(),
                    PATIENCE);
        } catch (MqttException e) {
            // Never the event's fault: it waits for the broker, it is not set aside.
            throw new IOException("The broker did not take version " + changed.to() + " for " + changed.device(), e);
        }
    }
}
