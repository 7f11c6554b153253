package io.devicetrail.ingress;

import java.util.concurrent.atomic.LongAdder;

/** What the ingress has done since it started. */
public final class IngressFigures {
    /** Messages taken from the broker, repeats included. */
    public final LongAdder received = new LongAdder();
    /** Telemetry messages stored for the first time. */
    public final LongAdder stored = new LongAdder();
    /** Telemetry messages that had been stored before. */
    public final LongAdder duplicate = new LongAdder();
    /** Messages put into quarantine. */
    public final LongAdder quarantined = new LongAdder();
    /** Messages for which there was no room; of QoS 1 they come again. */
    public final LongAdder crowdedOut = new LongAdder();
    /** Batches that could not be committed at the first try. */
    public final LongAdder retried = new LongAdder();
    /** Reports of updates that the log has taken. */
    public final LongAdder reportsRecorded = new LongAdder();
    /** Reports of updates that said nothing new, or what is not believed, and changed nothing. */
    public final LongAdder reportsUnchanged = new LongAdder();
    /** Offers of updates that the broker has taken, repeats included. */
    public final LongAdder offersSent = new LongAdder();
}
