package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureRejection.RecordTooLong;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredJson;
import io.devicetrail.domain.signature.StoredStreams;
import java.util.ArrayList;
import java.util.List;

/** The events of a record, from the stream that it is in. */
final class RecordEvents {
    private RecordEvents() {}

    /** A stream may be long and most of it of other records: no more than a page of it is held. */
    static List<StoredEntry> of(SignableRecord record, StoredStreams streams, StoredJson json) {
        List<StoredEntry> events = new ArrayList<>();
        List<StoredEntry> page = streams.stored(record.stream(), StoredStreams.BEGINNING);
        while (!page.isEmpty()) {
            events.addAll(CanonicalRecord.eventsOf(record, page, json));
            // What comes later might change it: better no signature than one for a part of the record.
            unless(events.size() <= RecordVersions.MOST_EVENTS, new RecordTooLong(record));
            page = page.size() < StoredStreams.PAGE
                    ? List.of()
                    : streams.stored(record.stream(), page.getLast().index());
        }
        return events;
    }
}
