package io.devicetrail.ingress.connection;

import org.eclipse.paho.mqttv5.common.MqttException;

/**
 * The connection ended after a message was sent on it and before the broker answered. Whatever may have ended it: once says
 * nothing of the message, time after time it does.
 */
public final class LostInFlight extends MqttException {
    private static final long serialVersionUID = 1;

    LostInFlight(MqttException cause) {
        super(cause.getReasonCode(), cause);
    }
}
