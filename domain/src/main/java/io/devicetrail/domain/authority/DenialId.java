package io.devicetrail.domain.authority;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** One denied operation. */
public record DenialId(@JsonValue UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
