package io.devicetrail.edge.simulator;

import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.EndpointConfig;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.OpcUaServerConfig;
import org.eclipse.milo.opcua.sdk.server.identity.AnonymousIdentityValidator;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.sdk.server.util.SubscriptionModel;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.security.DefaultCertificateManager;
import org.eclipse.milo.opcua.stack.core.security.MemoryCertificateQuarantine;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.transport.TransportProfile;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransport;
import org.eclipse.milo.opcua.stack.transport.server.tcp.OpcTcpServerTransportConfig;

/** A real OPC UA server on the loopback address with one boiler behind it. */
final class SimulatedOpcUaServer implements AutoCloseable {

    private static final String HOST = "127.0.0.1";
    private static final String PATH = "/simulator";
    private static final String APPLICATION = "urn:io.devicetrail:simulator";
    /** Another name than the application's, which is always namespace 1: the boiler's becomes 2. */
    private static final String NAMESPACE = "urn:io.devicetrail:simulator:boiler";

    private static final int START_TIMEOUT_SECONDS = 60;

    private final OpcUaServer server;
    private final Boiler boiler;

    SimulatedOpcUaServer(int port, Clock clock) throws Exception {
        EndpointConfig endpointConfig = EndpointConfig.newBuilder()
                .setTransportProfile(TransportProfile.TCP_UASC_UABINARY)
                .setBindAddress(HOST)
                .setHostname(HOST)
                .setBindPort(port)
                .setPath(PATH)
                .setSecurityPolicy(SecurityPolicy.None)
                .setSecurityMode(MessageSecurityMode.None)
                .addTokenPolicy(OpcUaServerConfig.USER_TOKEN_POLICY_ANONYMOUS)
                .build();
        OpcUaServerConfig config = OpcUaServerConfig.builder()
                .setApplicationUri(APPLICATION)
                .setProductUri(APPLICATION)
                .setApplicationName(LocalizedText.english("Devicetrail simulator"))
                .setIdentityValidator(AnonymousIdentityValidator.INSTANCE)
                .setCertificateManager(new DefaultCertificateManager(new MemoryCertificateQuarantine()))
                .setEndpoints(Set.of(endpointConfig))
                .build();
        server = new OpcUaServer(
                config,
                profile -> new OpcTcpServerTransport(
                        OpcTcpServerTransportConfig.newBuilder().build()));
        boiler = new Boiler(server, clock);
        boiler.startup();
        server.startup().get(START_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        show(0);
    }

    void show(long tick) {
        boiler.show(tick);
    }

    @Override
    public void close() {
        boiler.shutdown();
        server.shutdown().orTimeout(START_TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    private static final class Boiler extends ManagedNamespaceWithLifecycle {

        private final SubscriptionModel subscriptions;
        private final Clock clock;
        private final UaVariableNode temperature;
        private final UaVariableNode pressure;
        private final UaVariableNode running;
        private final UaVariableNode cycles;

        Boiler(OpcUaServer server, Clock clock) {
            super(server, NAMESPACE);
            this.clock = clock;
            subscriptions = new SubscriptionModel(server, this);
            getLifecycleManager().addLifecycle(subscriptions);
            UaFolderNode folder = new UaFolderNode(
                    getNodeContext(), newNodeId("boiler"), newQualifiedName("boiler"), LocalizedText.english("Boiler"));
            getNodeManager().addNode(folder);
            folder.addReference(new Reference(
                    folder.getNodeId(),
                    NodeIds.Organizes,
                    NodeIds.ObjectsFolder.expanded(),
                    Reference.Direction.INVERSE));
            temperature = variable(folder, "temperature", NodeIds.Double);
            pressure = variable(folder, "pressure", NodeIds.Double);
            running = variable(folder, "running", NodeIds.Boolean);
            cycles = variable(folder, "cycles", NodeIds.UInt32);
        }

        private UaVariableNode variable(UaFolderNode folder, String name, NodeId type) {
            UaVariableNode node = new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
                    .setNodeId(newNodeId("boiler." + name))
                    .setBrowseName(newQualifiedName(name))
                    .setDisplayName(LocalizedText.english(name))
                    .setDataType(type)
                    .setTypeDefinition(NodeIds.BaseDataVariableType)
                    .setAccessLevel(AccessLevel.READ_ONLY)
                    .setUserAccessLevel(AccessLevel.READ_ONLY)
                    .build();
            getNodeManager().addNode(node);
            folder.addOrganizes(node);
            return node;
        }

        void show(long tick) {
            set(temperature, BoilerPattern.temperature(tick), StatusCode.GOOD);
            set(pressure, BoilerPattern.pressure(tick), BoilerPattern.pressureStatus(tick));
            set(running, BoilerPattern.running(tick), StatusCode.GOOD);
            set(cycles, Unsigned.uint(tick), StatusCode.GOOD);
        }

        private void set(UaVariableNode node, Object value, StatusCode status) {
            DateTime now = new DateTime(clock.instant());
            node.setValue(new DataValue(new Variant(value), status, now, now));
        }

        @Override
        public void onDataItemsCreated(List<DataItem> items) {
            subscriptions.onDataItemsCreated(items);
        }

        @Override
        public void onDataItemsModified(List<DataItem> items) {
            subscriptions.onDataItemsModified(items);
        }

        @Override
        public void onDataItemsDeleted(List<DataItem> items) {
            subscriptions.onDataItemsDeleted(items);
        }

        @Override
        public void onMonitoringModeChanged(List<MonitoredItem> items) {
            subscriptions.onMonitoringModeChanged(items);
        }
    }
}
