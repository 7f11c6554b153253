package io.devicetrail.domain.replay;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.UUID;

/** One replay. */
public record ReplayId(@JsonValue UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
