package io.devicetrail.domain.shared;

import java.util.Optional;

/** Reads what began a stream, and nothing of what it has grown to since. */
public interface FirstEvents {
    /** Payload of the stream's first event, as the log has it now; empty if there is no such stream. */
    Optional<Object> firstOf(String stream);
}
