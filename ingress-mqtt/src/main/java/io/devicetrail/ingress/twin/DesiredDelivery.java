package io.devicetrail.ingress.twin;

import io.devicetrail.domain.twin.TwinEvent.DesiredPropertiesChanged;
import io.devicetrail.ingress.connection.Publishing;
import io.devicetrail.ingress.connection.RefusedByBroker;
import io.devicetrail.ingress.topic.Topic;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what has changed in what is desired, in the order of the log and at least once: a crash between the broker's
 * acknowledgement and ours sends one again, and the device knows it by its version. While the broker is away the handler
 * fails and its processor tries again. A device that missed one says so, or is told all when it comes back. So is one whose message
 * the broker refuses, again and again: the others do not wait for it.
 */
@ProcessingGroup("desired-delivery")
@DisallowReplay
public final class DesiredDelivery {
    /** How long the broker may take to acknowledge. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(DesiredDelivery.class);

    private final Publishing broker;
    private final DesiredAsks asks;

    public DesiredDelivery(Publishing broker, DesiredAsks asks) {
        this.broker = broker;
        this.asks = asks;
    }

    @EventHandler
    public void on(DesiredPropertiesChanged changed) throws IOException {
        try {
            broker.publish(
                    new Topic.Desired(changed.tenant(), changed.device()).print(),
                    DesiredMessage.delta(changed),
                    new MqttProperties(),
                    PATIENCE);
        } catch (RefusedByBroker e) {
            LOG.warn("Version {} is told later, with all that is desired: {}", changed.to(), e.getMessage());
            asks.ask(List.of(new DesiredAsk(changed.device(), changed.tenant(), false)));
        } catch (MqttException e) {
            // Never the event's fault: it waits for the broker, it is not set aside.
            throw new IOException("The broker did not take version " + changed.to() + " for " + changed.device(), e);
        }
    }
}
