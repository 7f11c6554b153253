package io.devicetrail.domain.rolloutrun;

import java.time.Instant;
import java.util.Optional;

/** Whether the reports of devices come through: while they do not, nobody can say that a device is silent. */
@FunctionalInterface
public interface Hearing {
    /** Of a node that takes no reports: it calls nobody silent. */
    Hearing NONE = Optional::empty;

    /** Since when, without a break that keeps devices from being heard; empty while they are not, and where nobody knows. */
    Optional<Instant> since();
}
