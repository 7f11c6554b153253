package io.devicetrail.domain.quarantine;

/** Tells of releases as the log does now: no copy that is yet to catch up, or that somebody could change. */
public interface KnownReleases {
    /** Whether the log says what became of that release of the message. */
    boolean isSettled(QuarantinedMessageId message, int release);
}
