package io.devicetrail.domain.audittrail;

import java.util.Optional;

/** Tells what an entry of the audit trail says, from the log itself and not from a read model. */
public interface RecordedEntries {
    /** Empty if the log has no such event, or the event no such entry. */
    Optional<RecordedEntry> entry(long index, int ordinal);
}
