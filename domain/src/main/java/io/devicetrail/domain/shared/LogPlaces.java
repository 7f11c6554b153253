package io.devicetrail.domain.shared;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** Finds the stream of an event by its log index. */
public interface LogPlaces {
    /** Of all that was stored before the question; empty if the log has not come that far. */
    Optional<LogPlace> placeOf(long index);

    /** Those of the streams that have an event, of all that was stored before the question. */
    Set<String> begun(Collection<String> streams);

    /**
     * Those of the streams that have an event behind the first of another stream, of all that was stored before the question;
     * all that have any, if there is no such stream.
     */
    Set<String> goneOn(Collection<String> streams, String since);

    /** Whether the command with this message id left an event in the stream, of all that was stored before the question. */
    boolean wrote(String commandId, String stream);

    /**
     * @param stream id of the event's aggregate
     * @param sequence its number in that stream, from 0
     */
    record LogPlace(String stream, long sequence) {}
}
