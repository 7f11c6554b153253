package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditEntry;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;

/** Writes what proves the lines of the events it is given, in their order. */
final class ProofPass {
    private final ProvenEvents events;
    private final OutputStream entries;
    private final OutputStream payloads;
    private long written;
    private long payloadsWritten;

    ProofPass(ProvenEvents events, OutputStream entries, OutputStream payloads) {
        this.events = events;
        this.entries = entries;
        this.payloads = payloads;
    }

    void take(long index, List<AuditEntry> lines) throws IOException {
        ProvenEvents.Proven proven = events.of(index, lines);
        entries.write(proven.entry());
        entries.write('\n');
        written++;
        byte[] payload = proven.payload();
        if (payload != null) {
            payloads.write(Canonical.bytes(JsonNodeFactory.instance
                    .objectNode()
                    .put("index", Long.toString(index))
                    .put("payload", new String(payload, StandardCharsets.UTF_8))));
            payloads.write('\n');
            payloadsWritten++;
        }
    }

    /** Lines of that file. */
    long written(ProofFile file) {
        return file == ProofFile.PAYLOADS ? payloadsWritten : written;
    }
}
