package io.devicetrail.domain.shared;

/** Whether the log answers, known without asking it: who asks a database that hangs, hangs with it. */
@FunctionalInterface
public interface LogPulse {
    /** False if the log did not answer when it was asked last, a moment ago. */
    boolean beats();
}
