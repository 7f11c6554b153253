package io.devicetrail.ingress.connection;

import java.time.Duration;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/** Sends many messages down, the next before the broker has acknowledged the one before. */
public interface Sending {
    /** A message on its way. */
    @FunctionalInterface
    interface Sent {
        /**
         * Returns when the broker has acknowledged it.
         *
         * @return false if the broker says that it keeps the message for nobody: no client, here or away, subscribes to its
         *     topic. True is no promise, as not every broker says so.
         * @throws RefusedByBroker if the broker has it and does not take it
         * @throws LostInFlight if the connection ended before the broker answered; the message may have got through
         * @throws MqttException if the broker is out of reach, or did not answer within {@code patience}; the message may
         *     have got through all the same
         */
        boolean await(Duration patience) throws MqttException;
    }

    /**
     * Sends with QoS 1, once there is room for it among those that are not acknowledged.
     *
     * @throws MqttException if the broker is out of reach, or there was no room within {@code patience}
     */
    Sent send(String topic, byte[] payload, MqttProperties properties, Duration patience) throws MqttException;

    /** Whether there is a connection to send on at the moment. */
    boolean up();
}
