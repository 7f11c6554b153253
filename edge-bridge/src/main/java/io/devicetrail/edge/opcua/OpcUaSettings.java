package io.devicetrail.edge.opcua;

import io.devicetrail.edge.settings.JsonSection;
import io.devicetrail.edge.source.EdgeDevice;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExpandedNodeId;
import org.jspecify.annotations.Nullable;

/** One OPC UA server, how to reach it, and the nodes to subscribe to. */
public record OpcUaSettings(
        String name,
        EdgeDevice device,
        String endpoint,
        SecurityChoice security,
        Duration publishingInterval,
        Duration samplingInterval,
        Duration timeout,
        List<NodeValue> values) {

    /** Only endpoints without message security can be used so far; the setting names the choice openly. */
    public enum SecurityChoice {
        NONE
    }

    /** A node and the name its values are sent under. */
    public record NodeValue(
            ExpandedNodeId node, String name, @Nullable String unit) {}

    public static OpcUaSettings read(JsonSection section, String name, EdgeDevice device) {
        section.allow(
                "type",
                "name",
                "tenant",
                "device",
                "endpoint",
                "security",
                "publishingMillis",
                "samplingMillis",
                "timeoutMillis",
                "values");
        String endpoint = section.text("endpoint");
        if (!endpoint.isEmpty() && !endpoint.startsWith("opc.tcp://")) {
            section.problem("endpoint", "must begin with opc.tcp://");
        }
        int publishing = section.integer("publishingMillis", 1_000, 10, 3_600_000);
        Set<String> names = new HashSet<>();
        return new OpcUaSettings(
                name,
                device,
                endpoint,
                section.choice("security", SecurityChoice.class, SecurityChoice.NONE),
                Duration.ofMillis(publishing),
                Duration.ofMillis(section.integer("samplingMillis", publishing, 0, 3_600_000)),
                Duration.ofMillis(section.integer("timeoutMillis", 5_000, 100, 60_000)),
                section.sections("values").stream()
                        .map(entry -> nodeValue(entry, names))
                        .toList());
    }

    private static NodeValue nodeValue(JsonSection entry, Set<String> names) {
        entry.allow("node", "name", "unit");
        String node = entry.text("node");
        String name = entry.text("name");
        if (!name.isEmpty() && !names.add(name)) {
            entry.problem("name", "is used twice: " + name);
        }
        return new NodeValue(nodeId(entry, node), name, entry.textOrNull("unit"));
    }

    private static ExpandedNodeId nodeId(JsonSection entry, String node) {
        try {
            return node.isEmpty() ? ExpandedNodeId.NULL_VALUE : ExpandedNodeId.parse(node);
        } catch (RuntimeException e) { // Milo's own UaRuntimeException, or whatever its parser trips over
            entry.problem("node", "is no node id such as ns=2;s=boiler.temperature or nsu=urn:x;i=7");
            return ExpandedNodeId.NULL_VALUE;
        }
    }
}
