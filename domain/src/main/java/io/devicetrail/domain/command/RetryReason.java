package io.devicetrail.domain.command;

/** Why a device is told a command again. */
public enum RetryReason {
    /** It said nothing within the pause. */
    NO_ANSWER,
    /** It failed with a code that passes. */
    ATTEMPT_FAILED
}
