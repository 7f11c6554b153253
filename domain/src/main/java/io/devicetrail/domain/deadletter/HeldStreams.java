package io.devicetrail.domain.deadletter;

import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;

/** Knows which streams of events are held back. */
public interface HeldStreams {
    /** Empty if the processor holds back nothing of the stream. */
    Optional<Held> held(String processor, String stream);

    /**
     * What is held back of a stream.
     *
     * @param tenant whose events they are
     * @param upTo log index of the last of them
     */
    record Held(TenantId tenant, long upTo) {}
}
