package io.devicetrail.ingress.connection;

import java.time.Duration;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Sends messages down. */
@FunctionalInterface
public interface Publishing {
    /**
     * Publishes with QoS 1; returns when the broker has acknowledged it.
     *
     * @throws RefusedByBroker if the broker has it and does not take it
     * @throws MqttException if the broker is out of reach, or did not answer within {@code patience}; the message may have
     *     got through all the same
     */
    void publish(String topic, byte[] payload, MqttProperties properties, Duration patience) throws MqttException;
}
