package io.devicetrail.domain.signature;

import java.util.Map;

/** Reads stored JSON, for a domain that knows no library for it. */
public interface StoredJson {
    /** @throws IllegalArgumentException if it is no JSON object */
    Map<String, Object> read(byte[] json);

    /**
     * In the one form of RFC 8785.
     *
     * @throws IllegalArgumentException if it is no JSON
     */
    byte[] canonical(byte[] json);
}
