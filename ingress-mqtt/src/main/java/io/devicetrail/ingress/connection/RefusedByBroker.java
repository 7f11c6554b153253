package io.devicetrail.ingress.connection;

import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * The broker heard a message and does not take it. Unlike one that is away it may take the next, so that the others must not
 * wait for this one.
 */
public final class RefusedByBroker extends MqttException {
    private static final long serialVersionUID = 1;
    /** Reason codes of MQTT 5 from here on are refusals. */
    static final int LOWEST_CODE = 0x80;

    private final String topic;

    RefusedByBroker(String topic, int code) {
        super(code);
        this.topic = topic;
    }

    @Override
    public String getMessage() {
        return "The broker refused a message on %s with code 0x%02X".formatted(topic, getReasonCode());
    }

    @Override
    public String toString() {
        return getMessage();
    }
}
