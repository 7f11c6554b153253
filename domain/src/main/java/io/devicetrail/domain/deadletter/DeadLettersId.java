package io.devicetrail.domain.deadletter;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import java.util.UUID;

/** The record of decisions about one stream of events at one processor. */
public record DeadLettersId(@JsonValue UUID value) {
    public static DeadLettersId of(String processor, String stream) {
        return new DeadLettersId(NamedId.of("dead letters", processor, stream));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
