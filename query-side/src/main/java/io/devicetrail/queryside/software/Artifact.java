package io.devicetrail.queryside.software;

import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.UUID;

/**
 * A file on record.
 *
 * @param position log index of the event that put it there
 */
public record Artifact(
        UUID artifactId,
        String tenant,
        String sha256,
        long size,
        String fileName,
        String mediaType,
        String storedBy,
        Instant storedAt,
        long position) {
    /** Its GraphQL type. */
    public static final String TYPE = "Artifact";

    public String id() {
        return GlobalId.of(TYPE, artifactId);
    }
}
