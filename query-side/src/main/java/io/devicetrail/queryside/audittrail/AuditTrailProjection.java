package io.devicetrail.queryside.audittrail;

import io.devicetrail.domain.audittrail.AuditReading;
import io.devicetrail.domain.audittrail.AuditedRecord;
import io.devicetrail.domain.audittrail.FieldChange;
import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.correction.CorrectedEntry;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.position.BatchBuffer;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.SegmentSettings;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Projects the audit trail: an entry per changed field of every event (21 CFR 11.10(e)). */
@Component
@ProcessingGroup(ReadModelName.AUDIT_TRAIL)
class AuditTrailProjection implements ReadModel {

    private final JdbcTemplate jdbc;
    private final Progress progress;
    private final int segments;
    private final TableDigest digest;

    AuditTrailProjection(JdbcTemplate jdbc, Progress progress, TableDigest digest, SegmentSettings segments) {
        this.segments = segments.independent();
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata) {
        progress.once(
                name(), token, position -> enter(event, position, recordedAt, metadata), to -> rows().store(jdbc));
    }

    private AuditEntryRows rows() {
        return BatchBuffer.of(name(), AuditEntryRows.class, AuditEntryRows::new);
    }

    private void enter(Object event, long index, Instant recordedAt, MetaData metadata) {
        String name = EventCatalogue.of(event.getClass()).orElseThrow().name();
        AuditedRecord record = AuditReading.recordOf(event);
        List<FieldChange> changes = AuditReading.changesOf(event);
        CorrectedEntry corrected = AuditReading.correctedBy(event);
        for (int ordinal = 0; ordinal < changes.size(); ordinal++) {
            FieldChange change = changes.get(ordinal);
            rows().add(
                            index,
                            ordinal,
                            AuditEntryRows.micros(recordedAt),
                            text(metadata, Metadata.ZONE),
                            text(metadata, Metadata.TENANT),
                            record.type(),
                            record.id(),
                            name,
                            change.field(),
                            change.from(),
                            change.to(),
                            change.unit(),
                            text(metadata, Metadata.ACTOR_TYPE),
                            text(metadata, Metadata.ACTOR_ID),
                            text(metadata, Metadata.ACTOR_NAME),
                            text(metadata, Metadata.ACTOR_ROLE),
                            text(metadata, Metadata.AUTHENTICATION),
                            text(metadata, Metadata.ADDRESS),
                            text(metadata, Metadata.CLIENT),
                            given(metadata, Metadata.REASON_CODE),
                            given(metadata, Metadata.REASON),
                            text(metadata, Metadata.CORRELATION_ID),
                            text(metadata, Metadata.CAUSATION_ID),
                            text(metadata, Metadata.COMMAND_ID),
                            corrected == null ? null : corrected.index(),
                            corrected == null ? null : corrected.ordinal(),
                            corrected == null ? null : corrected.number());
        }
    }

    /** Empty where an event lacks it: the trail shows that, it does not stop. */
    private static String text(MetaData metadata, String name) {
        return String.valueOf(metadata.getOrDefault(name, ""));
    }

    private static @Nullable String given(MetaData metadata, String name) {
        Object value = metadata.get(name);
        return value == null ? null : value.toString();
    }

    @Override
    public String name() {
        return ReadModelName.AUDIT_TRAIL;
    }

    @Override
    public int segments() {
        return segments;
    }

    @Override
    public void beginRebuild() {
        progress.restart(name(), segments(), () -> jdbc.update("truncate read.audit_entry"));
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.audit_entry order by index, ordinal");
    }
}
