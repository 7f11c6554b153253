package io.devicetrail.domain.quarantine;

import java.util.Optional;

/** Knows what is in quarantine. */
public interface QuarantinedMessages {
    /**
     * Reads the message again, and stores nothing of it.
     *
     * @param number of the message in the quarantine
     * @return empty if there is none, or if its topic names no tenant and device
     */
    Optional<QuarantinedMessage> find(long number);
}
