package io.devicetrail.audit.copy;

import io.devicetrail.audit.trail.AuditTrail;
import io.devicetrail.audit.trail.LogReader;
import java.time.Clock;
import java.util.Optional;

/** Copies of a log without a ledger. */
public final class UnprovenCopies {
    private UnprovenCopies() {}

    public static WholeCopy of(LogReader log) {
        AuditTrail trail = new AuditTrail(log);
        return new WholeCopy(
                new AuditCopies(trail, Clock.systemUTC(), Optional.empty()), new Reports(trail, Clock.systemUTC()));
    }
}
