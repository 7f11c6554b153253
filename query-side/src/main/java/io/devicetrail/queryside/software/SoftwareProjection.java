package io.devicetrail.queryside.software;

import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.release.SoftwareReleaseEvent;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleaseWithdrawn;
import io.devicetrail.domain.release.SoftwareReleaseState;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects artifacts, and the releases of them. */
@Component
@ProcessingGroup(ReadModelName.SOFTWARE)
class SoftwareProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    SoftwareProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata) {
        progress.once(name(), token, position -> {
            OffsetDateTime at = recordedAt.atOffset(ZoneOffset.UTC);
            switch (event) {
                case ArtifactStored e -> stored(e, position, at, metadata);
                case SoftwareReleasePublished e -> published(e, position, at, metadata);
                case SoftwareReleaseWithdrawn e -> withdrawn(e, position, at, metadata);
                default -> {}
            }
        });
    }

    private void stored(ArtifactStored e, long position, OffsetDateTime at, MetaData metadata) {
        jdbc.sql("""
                insert into read.artifact (artifact_id, tenant, sha256, size, file_name, media_type, stored_by, stored_at,
                    position)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        e.artifact().value(),
                        e.tenant().value(),
                        e.file().sha256(),
                        e.file().size(),
                        e.file().fileName(),
                        e.file().mediaType(),
                        said(metadata, Metadata.ACTOR_NAME),
                        at,
                        position)
                .update();
    }

    private void published(SoftwareReleasePublished e, long position, OffsetDateTime at, MetaData metadata) {
        jdbc.sql("""
                insert into read.software_release (release_id, tenant, name, state, content, artifact_id, published_by,
                    published_at, published_position, position)
                values (?, ?, ?, ?, ?::jsonb, ?, ?, ?, ?, ?)
                """)
                .params(
                        e.release().value(),
                        e.tenant().value(),
                        e.content().name(),
                        SoftwareReleaseState.PUBLISHED.name(),
                        Json.write(e.content()),
                        ArtifactId.of(e.tenant(), e.content().artifact()).value(),
                        said(metadata, Metadata.ACTOR_NAME),
                        at,
                        position,
                        position)
                .update();
    }

    private void withdrawn(SoftwareReleaseWithdrawn e, long position, OffsetDateTime at, MetaData metadata) {
        jdbc.sql("""
                update read.software_release set state = ?, withdrawn_at = ?, withdrawn_because = ?, position = ?
                where release_id = ?
                """)
                .params(
                        SoftwareReleaseState.WITHDRAWN.name(),
                        at,
                        said(metadata, Metadata.REASON),
                        position,
                        e.release().value())
                .update();
    }

    private static String said(MetaData metadata, String what) {
        return String.valueOf(metadata.getOrDefault(what, ""));
    }

    @Override
    public String name() {
        return ReadModelName.SOFTWARE;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return ArtifactStored.class.isAssignableFrom(event) || SoftwareReleaseEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(),
                segments(),
                () -> jdbc.sql("truncate read.artifact, read.software_release").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.artifact order by artifact_id", "read.software_release order by release_id");
    }
}
