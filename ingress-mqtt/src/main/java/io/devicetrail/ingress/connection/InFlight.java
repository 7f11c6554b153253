package io.devicetrail.ingress.connection;

import io.devicetrail.ingress.connection.Sending.Sent;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one connection that the broker has not acknowledged: never more than it takes, which it says at the
 * connect, as it may end a connection that sends more. Who waits for room gets it in turn, so that a command waits for a few of
 * a rollout's offers and not for all of them.
 */
final class InFlight {
    /** What a broker takes that says nothing (MQTT 5, 3.2.2.3.3). */
    private static final int UNSAID = 65_535;
    /** Enough to keep a broker busy; the more there are, the longer a command waits behind them. */
    static final int MOST = 100;
    /** The broker has it and keeps it for nobody. */
    private static final int NO_MATCHING_SUBSCRIBERS = 0x10;

    private final MqttAsyncClient client;
    private final Semaphore room;

    /** @param connected the answer to the connect */
    InFlight(MqttAsyncClient client, IMqttToken connected) {
        this.client = client;
        this.room = new Semaphore(most(connected.getResponseProperties()), true);
    }

    private static int most(@Nullable MqttProperties answered) {
        Integer said = answered == null ? null : answered.getReceiveMaximum();
        return Math.min(MOST, said == null ? UNSAID : said);
    }

    Sent send(String topic, byte[] payload, MqttProperties properties, Duration patience) throws MqttException {
        takeRoom(patience);
        IMqttToken token;
        try {
            token = client.publish(topic, new MqttMessage(payload, 1, false, properties), null, new Release());
        } catch (MqttException | RuntimeException e) {
            room.release();
            throw e;
        }
        return within -> {
            try {
                // Zero would be for ever.
                token.waitForCompletion(Math.max(1, within.toMillis()));
            } catch (MqttException e) {
                throw answerMayCome(e) ? e : new LostInFlight(e);
            }
            return heard(topic, token.getReasonCodes());
        };
    }

    /** To Paho a message of a connection that we end is one that was not answered in time. */
    private boolean answerMayCome(MqttException failure) {
        return failure.getReasonCode() == MqttClientException.REASON_CODE_CLIENT_TIMEOUT && client.isConnected();
    }

    private void takeRoom(Duration patience) throws MqttException {
        try {
            if (room.tryAcquire(Math.max(1, patience.toMillis()), TimeUnit.MILLISECONDS)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MqttException(e);
        }
        throw new MqttException(MqttClientException.REASON_CODE_MAX_INFLIGHT);
    }

    /** To Paho a message is delivered when it is answered, whatever the answer. */
    private static boolean heard(String topic, int @Nullable [] codes) throws RefusedByBroker {
        boolean heard = true;
        for (int code : codes == null ? new int[0] : codes) {
            if (code >= RefusedByBroker.LOWEST_CODE) {
                throw new RefusedByBroker(topic, code);
            }
            heard = heard && code != NO_MATCHING_SUBSCRIBERS;
        }
        return heard;
    }

    /** Answered, or lost with the connection: Paho has then counted it off. */
    private final class Release implements MqttActionListener {
        @Override
        public void onSuccess(IMqttToken answered) {
            room.release();
        }

        @Override
        public void onFailure(IMqttToken lost, Throwable why) {
            room.release();
        }
    }
}
