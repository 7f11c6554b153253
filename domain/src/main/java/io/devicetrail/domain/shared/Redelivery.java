package io.devicetrail.domain.shared;

/**
 * The mark of an event that a processor has passed and is given once more, because it was a dead letter. A read model
 * that knows events by their position would otherwise take it for one it has seen.
 */
public final class Redelivery {
    /** Resource of the unit of work; there while such an event is handled. */
    public static final String RESOURCE = "devicetrail.redelivery";

    private Redelivery() {}
}
