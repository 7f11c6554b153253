package io.devicetrail.eventstore.append;

/** A stored name and revision, as {@code log.event_kind} lists them. */
public record EventKind(String name, int revision) {
    static EventKind of(EventRow row) {
        return new EventKind(row.name(), row.revision());
    }
}
