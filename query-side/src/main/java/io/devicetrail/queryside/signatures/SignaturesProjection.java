package io.devicetrail.queryside.signatures;

import io.devicetrail.domain.auditexport.AuditExportEvent.AuditTrailExported;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.correction.CorrectionEvent.EntryCorrected;
import io.devicetrail.domain.deadletter.DeadLetterEvent.DeadLettersReleased;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionPublished;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantinedMessageReleased;
import io.devicetrail.domain.rollout.RolloutEvent;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanApplied;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects signatures, and how far the records are that they can stand under. */
@Component
@ProcessingGroup(ReadModelName.SIGNATURES)
class SignaturesProjection implements ReadModel {
    /** Signatures, and what {@link #recordOf} finds a record in. */
    private static final List<Class<?>> CONCERNING = List.of(
            RecordSigned.class,
            DeviceModelVersionPublished.class,
            DeviceModelVersionDeprecated.class,
            CommandRequested.class,
            DeadLettersReleased.class,
            QuarantinedMessageReleased.class,
            RolloutEvent.class,
            EntryCorrected.class,
            AuditTrailExported.class);

    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    SignaturesProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata) {
        progress.once(name(), token, position -> {
            recordOf(event).ifPresent(record -> reached(record, position, metadata));
            if (event instanceof RecordSigned e) {
                signed(e, position, recordedAt, metadata);
            }
        });
    }

    /** The record that the event belongs to, as its kind says it of the stored event. */
    static Optional<SignableRecord> recordOf(Object event) {
        return Optional.ofNullable(
                switch (event) {
                    case DeviceModelVersionPublished e -> version(e.deviceModel() + ":" + e.version());
                    case DeviceModelVersionDeprecated e -> version(e.deviceModel() + ":" + e.version());
                    case CommandRequested e ->
                        new SignableRecord(
                                SignableKind.DEVICE_COMMAND, e.command().toString());
                    case DeadLettersReleased e ->
                        new SignableRecord(SignableKind.DEAD_LETTER_RELEASE, e.deadLetters() + ":" + e.upTo());
                    case QuarantinedMessageReleased e ->
                        new SignableRecord(SignableKind.QUARANTINE_RELEASE, e.message() + ":" + e.release());
                    // Of a run: no part of what is signed.
                    case RolloutPlanApplied e -> null;
                    case RolloutEvent e ->
                        new SignableRecord(SignableKind.ROLLOUT_PLAN, e.plan().toString());
                    case EntryCorrected e ->
                        new SignableRecord(SignableKind.CORRECTION, e.correction() + ":" + e.number());
                    case AuditTrailExported e ->
                        new SignableRecord(SignableKind.AUDIT_EXPORT, e.export().toString());
                    default -> null;
                });
    }

    private static SignableRecord version(String id) {
        return new SignableRecord(SignableKind.DEVICE_MODEL_VERSION, id);
    }

    private void reached(SignableRecord record, long position, MetaData metadata) {
        jdbc.sql("""
                insert into read.signable (record_kind, record_id, tenant, site_id, position) values (?, ?, ?, ?, ?)
                on conflict (record_kind, record_id) do update set position = excluded.position
                """)
                .params(record.kind().name(), record.id(), tenant(metadata))
                .param(site(metadata))
                .param(position)
                .update();
    }

    private void signed(RecordSigned e, long position, Instant recordedAt, MetaData metadata) {
        jdbc.sql("""
                insert into read.signature (signature_id, record_kind, record_id, tenant, site_id, person_id,
                    printed_name, signed_at, zone, utc_offset, meaning, hash, signed_position, components, position,
                    role)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        e.signature().value(),
                        e.record().kind().name(),
                        e.record().id(),
                        tenant(metadata))
                .param(site(metadata))
                .params(
                        e.person().value(),
                        e.printedName(),
                        recordedAt.atOffset(ZoneOffset.UTC),
                        e.zone(),
                        e.offset(),
                        e.meaning().name(),
                        e.hash(),
                        e.position(),
                        e.components().toArray(String[]::new),
                        position,
                        String.valueOf(metadata.getOrDefault(Metadata.ACTOR_ROLE, "")))
                .update();
    }

    private static String tenant(MetaData metadata) {
        return String.valueOf(metadata.getOrDefault(Metadata.TENANT, ""));
    }

    private static @Nullable UUID site(MetaData metadata) {
        Object site = metadata.get(Metadata.SITE);
        return site == null ? null : UUID.fromString(site.toString());
    }

    @Override
    public String name() {
        return ReadModelName.SIGNATURES;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return CONCERNING.stream().anyMatch(kind -> kind.isAssignableFrom(event));
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(),
                segments(),
                () -> jdbc.sql("truncate read.signable, read.signature").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of(
                "read.signable order by record_kind collate \"C\", record_id collate \"C\"",
                "read.signature order by signature_id");
    }
}
