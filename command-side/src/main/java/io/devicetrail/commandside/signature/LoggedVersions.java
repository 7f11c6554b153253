package io.devicetrail.commandside.signature;

import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.RecordMakers;
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
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Hashes what the log holds of a record at the moment of the question; nothing is remembered. */
@Component
class LoggedVersions implements RecordVersions, RecordMakers {
    private final StoredStreams streams;
    private final StoredJson json;

    LoggedVersions(StoredStreams streams, StoredJson json) {
        this.streams = streams;
        this.json = json;
    }

    @Override
    public Optional<Version> of(SignableRecord record) {
        List<StoredEntry> events = eventsOf(record);
        return events.isEmpty() ? Optional.empty() : Optional.of(version(record, events));
    }

    @Override
    public Set<String> makersOf(SignableRecord record) {
        return eventsOf(record).stream()
                .map(event -> String.valueOf(json.read(event.metadata()).get(Metadata.ACTOR_ID)))
                .collect(Collectors.toUnmodifiableSet());
    }

    private List<StoredEntry> eventsOf(SignableRecord record) {
        return RecordEvents.of(record, streams, json);
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
