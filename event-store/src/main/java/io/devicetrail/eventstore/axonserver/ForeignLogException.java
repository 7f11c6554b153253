package io.devicetrail.eventstore.axonserver;

/** The log's table and Axon Server's context do not hold the same events: going on would mix two logs into one. */
public final class ForeignLogException extends RuntimeException {
    public ForeignLogException(String message) {
        super(message);
    }
}
