package io.devicetrail.eventstore.stream;

import io.devicetrail.eventstore.append.EventRow;

/** A row of the log with its index, as it is stored. */
public record StoredRow(long index, EventRow row) {}
