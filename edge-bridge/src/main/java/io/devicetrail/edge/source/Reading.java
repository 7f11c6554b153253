package io.devicetrail.edge.source;

import java.time.Instant;
import java.util.List;

/** What one read or one notification brought: becomes one telemetry message. */
public record Reading(EdgeDevice device, Instant at, List<ReadValue> values) {

    public Reading {
        values = List.copyOf(values);
    }
}
