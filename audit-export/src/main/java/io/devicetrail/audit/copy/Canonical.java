package io.devicetrail.audit.copy;

import java.io.IOException;
import org.erdtman.jcs.JsonCanonicalizer;
import tools.jackson.databind.JsonNode;

/** RFC 8785 JSON. Its numbers are IEEE doubles, so 64-bit integers must come as strings. */
public final class Canonical {
    private Canonical() {}

    public static byte[] bytes(JsonNode json) throws IOException {
        return new JsonCanonicalizer(json.toString()).getEncodedUTF8();
    }
}
