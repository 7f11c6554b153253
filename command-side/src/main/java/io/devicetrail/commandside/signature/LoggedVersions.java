package io.devicetrail.commandside.signature;

import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredJson;
import io.devicetrail.domain.signature.StoredStreams;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Hashes what the log holds of a record at the moment of the question; nothing is remembered. */
@Component
class LoggedVersions implements RecordVersions {
    private final StoredStreams streams;
    private final StoredJson json;

    LoggedVersions(StoredStreams streams, StoredJson json) {
        this.streams = streams;
        this.json = json;
    }

    @Override
    public Optional<Version> of(SignableRecord record) {
        List<StoredEntry> stream = streams.stored(record.stream());
        if (stream.size() == StoredStreams.MOST) {
            // What comes later might change it: better no signature than one for a part of the record.
            throw new IllegalStateException(record + " has more events than are read for a signature");
        }
        List<StoredEntry> events = CanonicalRecord.eventsOf(record, stream, json);
        return events.isEmpty() ? Optional.empty() : Optional.of(version(record, events));
    }

    private Version version(SignableRecord record, List<StoredEntry> events) {
        Map<String, Object> first = json.read(events.getFirst().metadata());
        Object site = first.get(Metadata.SITE);
        return new Version(
                record,
                new TenantId(String.valueOf(first.get(Metadata.TENANT))),
                site == null ? null : new SiteId(UUID.fromString(site.toString())),
                events.getLast().index(),
                CanonicalRecord.hash(record, events, json));
    }
}
