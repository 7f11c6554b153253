package io.devicetrail.domain.signature;

import java.util.Set;

/** Tells who made a record, as the log has it at this moment. */
public interface RecordMakers {
    /** Ids of the actors of the record's events: people, machines by their keys, processes. */
    Set<String> makersOf(SignableRecord record);
}
