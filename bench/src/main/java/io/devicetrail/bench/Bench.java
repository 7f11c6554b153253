package io.devicetrail.bench;

/** One measurement that can be asked for by name. */
public interface Bench {
    String name();

    /** Runs all rounds; what it measures beside, the control and the limit, it measures in the same rounds. */
    Report run(Measuring measuring) throws Exception;
}
