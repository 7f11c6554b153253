package io.devicetrail.domain.signature;

import java.util.List;
import java.util.Optional;

/**
 * Tells what a record holds, for the eyes of who signs it: as the log has it at this moment, whatever an API or a read
 * model shows of it (21 CFR 11.70).
 */
public interface RecordContents {
    /** Events that are told of one record. */
    int MOST_EVENTS = 50;
    /** Fields that are told of one event. */
    int MOST_FIELDS = 200;
    /** Characters that are told of one value. */
    int LONGEST_VALUE = 1_000;

    /** Empty if there is no such record. */
    Optional<Content> of(SignableRecord record);

    /**
     * @param hash of the events that are told; see {@link CanonicalRecord}
     * @param omitted events that are hashed as well and not told
     */
    record Content(String hash, List<Entry> entries, int omitted) {}

    /**
     * An event of the record.
     *
     * @param recordedAt as stored
     * @param actor who did it, by their name as printed
     * @param reason empty if none was given
     * @param omitted fields that are hashed as well and not told
     */
    record Entry(
            long index, String name, String recordedAt, String actor, String reason, List<Field> fields, int omitted) {}

    /**
     * One value of an event. What a reader could not see in it, such as characters that turn the direction of a text, is
     * told by its code.
     *
     * @param name with those of the fields around it, such as {@code contract.commands[0].name}
     * @param cut whether the value is longer than this
     */
    record Field(String name, String value, boolean cut) {}
}
