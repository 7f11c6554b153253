package io.devicetrail.app.broker;

import com.hivemq.extension.sdk.api.events.client.ClientLifecycleEventListener;
import com.hivemq.extension.sdk.api.events.client.parameters.AuthenticationSuccessfulInput;
import com.hivemq.extension.sdk.api.events.client.parameters.ConnectionStartInput;
import com.hivemq.extension.sdk.api.events.client.parameters.DisconnectEventInput;
import io.devicetrail.domain.device.DeviceId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The devices' connections that are in, each by itself: a client id can have one that comes and one that goes at the same
 * time, and it is the connection that was let in, not the name.
 */
final class Inside {
    /** Connections of one device at once; a device has one, or two while it comes again. */
    static final int MOST_OF_A_DEVICE = 4;

    /** @param client its client id */
    record Connection(String client, Admission admission) {}

    private final Map<Tracking, Connection> connections = new ConcurrentHashMap<>();

    /** For one connection. */
    ClientLifecycleEventListener newTracking() {
        return new Tracking();
    }

    Iterable<Connection> all() {
        return connections.values();
    }

    boolean isEmpty() {
        return connections.isEmpty();
    }

    boolean isFull(DeviceId speaksFor) {
        return connections.values().stream()
                        .filter(each -> each.admission().speaksFor().equals(speaksFor))
                        .count()
                >= MOST_OF_A_DEVICE;
    }

    void clear() {
        connections.clear();
    }

    private final class Tracking implements ClientLifecycleEventListener {
        @Override
        public void onMqttConnectionStart(ConnectionStartInput input) {}

        @Override
        public void onAuthenticationSuccessful(AuthenticationSuccessfulInput input) {
            String client = input.getClientInformation().getClientId();
            input.getConnectionInformation()
                    .getConnectionAttributeStore()
                    .getAsString(Admission.ATTRIBUTE)
                    .flatMap(Admission::of)
                    .ifPresent(admission -> connections.put(this, new Connection(client, admission)));
        }

        @Override
        public void onDisconnect(DisconnectEventInput input) {
            connections.remove(this);
        }
    }
}
