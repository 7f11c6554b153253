package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditEntry;
import java.io.IOException;
import java.io.OutputStream;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** One RFC 8785 object per line, every field in each, null where there is no value; {@code index} is a string. */
final class JsonLinesCopy implements CopyWriter {
    private final OutputStream out;

    JsonLinesCopy(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(AuditEntry entry) throws IOException {
        out.write(Canonical.bytes(json(entry)));
        out.write('\n');
    }

    static ObjectNode json(AuditEntry entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        for (AuditColumn column : AuditColumn.values()) {
            json.put(column.title(), column.of(entry));
        }
        json.put(AuditColumn.ORDINAL.title(), entry.ordinal());
        return json;
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
