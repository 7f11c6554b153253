package io.devicetrail.edge.opcua;

import io.devicetrail.edge.opcua.OpcUaSettings.NodeValue;
import io.devicetrail.edge.source.ReadValue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemServiceOperationResult;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.jspecify.annotations.Nullable;

/**
 * One session with its subscription. Short interruptions are Milo's business: it resumes the session and the server
 * hands over what it queued meanwhile. When that fails the connection is lost for good and a new one is needed.
 */
final class OpcUaConnection implements AutoCloseable {

    /** Values the server keeps per node while it cannot reach us. */
    private static final int QUEUE_SIZE = 1_000;

    /** How long Milo may try to resume a session before everything is made anew. */
    private static final Duration RESUME_GRACE = Duration.ofSeconds(10);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(3);

    private final OpcUaSettings settings;
    private final OpcUaClient client;
    private final Map<NodeValue, NodeId> nodes = new LinkedHashMap<>();
    private final CompletableFuture<String> lost = new CompletableFuture<>();
    private volatile @Nullable Long inactiveSince;

    OpcUaConnection(OpcUaSettings settings) throws UaException {
        this.settings = settings;
        long timeoutMillis = settings.timeout().toMillis();
        client = OpcUaClient.create(
                settings.endpoint(),
                endpoints -> endpoints.stream()
                        .filter(endpoint -> SecurityPolicy.None.getUri().equals(endpoint.getSecurityPolicyUri()))
                        .findFirst(),
                transport -> transport
                        .setConnectTimeout(Unsigned.uint(timeoutMillis))
                        .setAcknowledgeTimeout(Unsigned.uint(timeoutMillis)),
                config -> config.setApplicationName(LocalizedText.english("Devicetrail edge bridge"))
                        .setApplicationUri("urn:io.devicetrail:edge-bridge")
                        .setRequestTimeout(Unsigned.uint(timeoutMillis)));
        try {
            client.connect();
            for (NodeValue value : settings.values()) {
                nodes.put(
                        value, value.node().toNodeId(client.getNamespaceTable()).orElse(NodeId.NULL_VALUE));
            }
        } catch (UaException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /**
     * Subscribes to every node.
     *
     * @param received called on Milo's delivery thread, in order, with what one notification brought
     * @return the nodes the server refused, each as a BAD value that names the reason
     */
    List<ReadValue> subscribe(Consumer<List<ReadValue>> received) throws UaException {
        client.addSessionActivityListener(new SessionActivityListener() {
            @Override
            public void onSessionInactive(UaSession session) {
                inactiveSince = System.nanoTime();
            }

            @Override
            public void onSessionActive(UaSession session) {
                inactiveSince = null;
            }
        });
        OpcUaSubscription subscription = new OpcUaSubscription(
                client, (double) settings.publishingInterval().toMillis());
        subscription.setSubscriptionListener(new Listener(received));
        nodes.forEach((value, node) -> subscription.addMonitoredItem(item(value, node)));
        subscription.create();
        List<ReadValue> refused = new ArrayList<>();
        for (MonitoredItemServiceOperationResult result : subscription.createMonitoredItems()) {
            if (!result.isGood()) {
                StatusCode code = result.operationResult().orElse(result.serviceResult());
                NodeValue value = value(result.monitoredItem());
                refused.add(ReadValue.missing(value.name(), null, value.unit(), ValueMapping.nameOf(code)));
            }
        }
        return refused;
    }

    private OpcUaMonitoredItem item(NodeValue value, NodeId node) {
        OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node);
        item.setSamplingInterval((double) settings.samplingInterval().toMillis());
        item.setQueueSize(Unsigned.uint(QUEUE_SIZE));
        item.setUserObject(value);
        return item;
    }

    private static NodeValue value(OpcUaMonitoredItem item) {
        return (NodeValue) item.getUserObject().orElseThrow();
    }

    /** Why the connection is lost; empty when it still stands after the wait. */
    Optional<String> lostWithin(Duration wait) throws InterruptedException {
        try {
            return Optional.of(lost.get(wait.toMillis(), TimeUnit.MILLISECONDS));
        } catch (java.util.concurrent.TimeoutException e) {
            Long since = inactiveSince;
            boolean tooLong = since != null && System.nanoTime() - since > RESUME_GRACE.toNanos();
            return tooLong ? Optional.of("the session could not be resumed") : Optional.empty();
        } catch (java.util.concurrent.ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    boolean resuming() {
        return inactiveSince != null;
    }

    List<ReadValue> readOnce() throws UaException {
        List<DataValue> data = client.readValues(0, TimestampsToReturn.Both, List.copyOf(nodes.values()));
        List<ReadValue> values = new ArrayList<>();
        int i = 0;
        for (NodeValue value : nodes.keySet()) {
            values.add(ValueMapping.map(value, data.get(i++)));
        }
        return values;
    }

    @Override
    public void close() {
        lost.complete("closed");
        try {
            client.disconnectAsync().get(CLOSE_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            // The server is not there to say goodbye to; Milo gives the channel up by itself.
            return;
        }
    }

    private final class Listener implements OpcUaSubscription.SubscriptionListener {

        private final Consumer<List<ReadValue>> received;

        Listener(Consumer<List<ReadValue>> received) {
            this.received = received;
        }

        @Override
        public void onDataReceived(
                OpcUaSubscription subscription, List<OpcUaMonitoredItem> items, List<DataValue> data) {
            List<ReadValue> values = new ArrayList<>();
            for (int i = 0; i < items.size(); i++) {
                values.add(ValueMapping.map(value(items.get(i)), data.get(i)));
            }
            received.accept(values);
        }

        @Override
        public void onTransferFailed(OpcUaSubscription subscription, StatusCode status) {
            lost.complete("the server no longer knows the subscription (" + ValueMapping.nameOf(status) + ")");
        }

        @Override
        public void onStatusChanged(OpcUaSubscription subscription, StatusCode status) {
            lost.complete("the server ended the subscription (" + ValueMapping.nameOf(status) + ")");
        }

        @Override
        public void onWatchdogTimerElapsed(OpcUaSubscription subscription) {
            // While the session is being resumed the grace period decides, not the missing keep-alive.
            if (!resuming()) {
                lost.complete("the subscription fell silent");
            }
        }
    }
}
