package io.devicetrail.commandside.signature;

import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.RecordContents;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.StoredEntry;
import io.devicetrail.domain.signature.StoredJson;
import io.devicetrail.domain.signature.StoredStreams;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Reads a record's events in the log. The hash is that of the version up to the last event that is told: the log only
 * grows, so up to a position there is one version.
 */
@Component
class LoggedContents implements RecordContents {
    private final RecordVersions versions;
    private final StoredStreams streams;
    private final StoredJson json;

    LoggedContents(RecordVersions versions, StoredStreams streams, StoredJson json) {
        this.versions = versions;
        this.streams = streams;
        this.json = json;
    }

    @Override
    public Optional<Content> of(SignableRecord record) {
        return versions.of(record).map(version -> content(version, events(version)));
    }

    private List<StoredEntry> events(Version version) {
        SignableRecord record = version.record();
        return RecordEvents.of(record, streams, json).stream()
                .filter(event -> event.index() <= version.position())
                .toList();
    }

    private Content content(Version version, List<StoredEntry> events) {
        List<Entry> told = events.stream().limit(MOST_EVENTS).map(this::entry).toList();
        return new Content(version.hash(), told, events.size() - told.size());
    }

    private Entry entry(StoredEntry event) {
        Map<String, Object> metadata = json.read(event.metadata());
        ToldFields fields = new ToldFields();
        fields.add("", json.read(event.payload()));
        return new Entry(
                event.index(),
                event.name(),
                String.valueOf(metadata.get(Metadata.RECORDED_AT)),
                ToldFields.shortened(String.valueOf(metadata.get(Metadata.ACTOR_NAME))),
                ToldFields.shortened(String.valueOf(metadata.getOrDefault(Metadata.REASON, ""))),
                fields.told(),
                fields.omitted());
    }
}
