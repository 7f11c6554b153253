package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditEntry;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One event of CloudEvents 1.0 in its JSON form per line, whose data is the line of {@link JsonLinesCopy}. Source and id
 * together name the entry for ever, so who is given it twice can tell.
 */
final class CloudEventsCopy implements CopyWriter {
    private static final String VERSION = "1.0";
    private static final String TYPES = "io.devicetrail.";

    private final OutputStream out;

    CloudEventsCopy(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(AuditEntry entry) throws IOException {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("specversion", VERSION);
        event.put("id", entry.index() + "/" + entry.ordinal());
        event.put("source", "urn:devicetrail:" + entry.tenant());
        event.put("type", TYPES + entry.event());
        event.put("subject", entry.recordType() + "/" + entry.recordId());
        event.put("time", AuditColumn.utcMicroseconds(entry.recordedAt()));
        event.put("datacontenttype", "application/json");
        event.set("data", JsonLinesCopy.json(entry));
        out.write(Canonical.bytes(event));
        out.write('\n');
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
