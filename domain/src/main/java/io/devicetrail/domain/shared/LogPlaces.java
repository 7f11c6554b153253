package io.devicetrail.domain.shared;

import java.util.Optional;

/** Finds the stream of an event by its log index. */
public interface LogPlaces {
    /** Of all that was stored before the question; empty if the log has not come that far. */
    Optional<LogPlace> placeOf(long index);

    /**
     * @param stream id of the event's aggregate
     * @param sequence its number in that stream, from 0
     */
    record LogPlace(String stream, long sequence) {}
}
