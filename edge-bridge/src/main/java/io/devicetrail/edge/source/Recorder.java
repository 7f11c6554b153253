package io.devicetrail.edge.source;

import java.time.Clock;
import java.util.List;

/** Hands a source's values to the sink, in messages of a size the receiver takes, and keeps the report's counts. */
public final class Recorder {

    /** Half of what the ingress accepts in one message; a larger reading becomes several messages. */
    public static final int MOST_VALUES = 500;

    private final EdgeDevice device;
    private final ReadingSink sink;
    private final Clock clock;
    private final SourceReport report;

    public Recorder(EdgeDevice device, ReadingSink sink, Clock clock, SourceReport report) {
        this.device = device;
        this.sink = sink;
        this.clock = clock;
        this.report = report;
    }

    /** Never fails: what the buffer cannot store is counted and reported. */
    public void store(List<ReadValue> values) {
        for (int from = 0; from < values.size(); from += MOST_VALUES) {
            int to = Math.min(from + MOST_VALUES, values.size());
            Reading reading = new Reading(device, clock.instant(), values.subList(from, to));
            try {
                sink.append(reading);
                report.read(reading);
            } catch (ReadingSink.ReadingNotStored e) {
                report.notStored(reading, e);
            }
        }
    }
}
