package io.devicetrail.domain.apikey;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** An access token that was made for a key: the token's claim {@code jti} (RFC 7519, 4.1.7), which opens nothing. */
public record ApiKeyTokenId(@JsonValue UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
