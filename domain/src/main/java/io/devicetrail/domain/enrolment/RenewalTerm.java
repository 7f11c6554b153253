package io.devicetrail.domain.enrolment;

import java.time.Duration;

/** How long before its end a device's certificate is to be renewed, as this installation has it. */
@FunctionalInterface
public interface RenewalTerm {
    Duration beforeEnd();
}
