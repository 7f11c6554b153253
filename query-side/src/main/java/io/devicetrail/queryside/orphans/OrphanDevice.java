package io.devicetrail.queryside.orphans;

import io.devicetrail.domain.incident.OrphanReason;
import java.time.Instant;
import java.util.UUID;

/** A device that nobody can reach, and why. */
record OrphanDevice(UUID orphan, OrphanReason reason, Instant since, long registeredPosition) {
    /** Its GraphQL type. */
    static final String TYPE = "OrphanDevice";
}
