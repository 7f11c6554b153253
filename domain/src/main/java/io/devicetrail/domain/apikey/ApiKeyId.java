package io.devicetrail.domain.apikey;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import java.util.UUID;

/** A machine's key; part of the key's text, and not secret. */
public record ApiKeyId(@JsonValue UUID value) {
    /** Of a request with an idempotency key: the same request is about the same key. */
    public static ApiKeyId of(String requester, String key) {
        return new ApiKeyId(NamedId.of("api key", requester, key));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
