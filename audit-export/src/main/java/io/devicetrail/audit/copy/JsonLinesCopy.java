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
        ObjectNode line = JsonNodeFactory.instance.objectNode();
        for (AuditColumn column : AuditColumn.values()) {
            line.put(column.title(), column.of(entry));
        }
        line.put(AuditColumn.ORDINAL.title(), entry.ordinal());
        out.write(Canonical.bytes(line));
        out.write('\n');
    }

    @Override
    public void finish() throws IOException {
        out.flush();
    }
}
