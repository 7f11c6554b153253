package io.devicetrail.domain.deadletter;

import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;

/** Knows which streams of events are held back. */
public interface HeldStreams {
    /** Whose events they are; empty if the processor holds back nothing of the stream. */
    Optional<TenantId> tenantOf(String processor, String stream);
}
