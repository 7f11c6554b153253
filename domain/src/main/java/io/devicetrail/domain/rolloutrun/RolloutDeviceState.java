package io.devicetrail.domain.rolloutrun;

/** Where a run is with one of its devices. */
public enum RolloutDeviceState {
    /** Not its turn yet. */
    WAITING,
    /** It is to be told of the release, or has been. */
    OFFERED,
    DOWNLOADING,
    /** Written, and not proven: the device has not restarted into it. */
    INSTALLED,
    /** Restarted, and said that it runs the release's version. */
    VERIFIED,
    FAILED,
    /** It runs another version than the release's, whatever it said before. */
    ROLLED_BACK,
    /** It did not take the offer. */
    REFUSED,
    /** A person gave up on it, and no failure of it is on record. */
    SKIPPED,
    /** The run was over before its turn, or it did not fit the plan any more when its turn had come. */
    NOT_OFFERED,
    /** It said nothing for as long as the plan lets it: as good as failed, until it says how it ended. */
    TIMED_OUT;

    /** Offered, and not ended. */
    public boolean open() {
        return this == OFFERED || this == DOWNLOADING || this == INSTALLED;
    }

    public boolean ended() {
        return ordinal() >= VERIFIED.ordinal();
    }

    /** Whether it counts against the thresholds and is offered it again by a retry: not what a person gave up. */
    public boolean failed() {
        return this == FAILED || this == ROLLED_BACK || this == REFUSED || this == TIMED_OUT;
    }

    /** Whether a device says it of itself. */
    public boolean reported() {
        return ordinal() >= DOWNLOADING.ordinal() && ordinal() <= REFUSED.ordinal();
    }
}
