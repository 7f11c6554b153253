package io.devicetrail.audit.copy.check;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Payloads as they were stored, for the few events whose entry does not say all; in the order of the entries. */
final class StoredPayloads implements Closeable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Lines lines;
    private @Nullable JsonNode next;

    StoredPayloads(Path file) throws IOException {
        lines = new Lines(file);
        advance();
    }

    /** Null for an event that needs none. Whether it is the one that was stored, its entry tells. */
    byte @Nullable [] of(long index) throws IOException {
        JsonNode line = next;
        if (line == null || !line.path("index").asString("").equals(Long.toString(index))) {
            return null;
        }
        byte[] payload = line.path("payload").asString("").getBytes(StandardCharsets.UTF_8);
        advance();
        return payload;
    }

    /** @throws NotVerified if there is one that no entry asked for */
    void requireEnd() {
        if (next != null) {
            throw new NotVerified("it has the payload of an event that is not in the copy, or out of order");
        }
    }

    private void advance() throws IOException {
        byte[] line = lines.next();
        try {
            next = line == null ? null : JSON.readTree(line);
        } catch (JacksonException e) {
            throw new NotVerified("a line is no JSON: " + e.getOriginalMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
