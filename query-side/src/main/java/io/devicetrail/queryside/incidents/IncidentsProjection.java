package io.devicetrail.queryside.incidents;

import io.devicetrail.domain.incident.IncidentEvent;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.changes.Change;
import io.devicetrail.queryside.changes.Change.Kind;
import io.devicetrail.queryside.changes.ChangeNotice;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ReplayStatus;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects incidents with what people said about them. */
@Component
@ProcessingGroup(ReadModelName.INCIDENTS)
class IncidentsProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;
    private final ChangeNotice notice;

    IncidentsProjection(JdbcClient jdbc, Progress progress, TableDigest digest, ChangeNotice notice) {
        this.notice = notice;
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, MetaData metadata, ReplayStatus replay) {
        progress.once(name(), token, position -> {
            if (event instanceof IncidentEvent e) {
                project(e, position, recordedAt, String.valueOf(metadata.getOrDefault(Metadata.ACTOR_NAME, "")));
                if (!replay.isReplay()) {
                    notice.changed(new Change(
                            Kind.INCIDENT, e.tenant().value(), e.incident().value(), position));
                }
            }
        });
    }

    private void project(IncidentEvent event, long position, Instant recordedAt, String actor) {
        OffsetDateTime at = recordedAt.atOffset(ZoneOffset.UTC);
        switch (event) {
            case IncidentEvent.IncidentOpened e -> open(e, position, at);
            case IncidentEvent.IncidentRecurred e ->
                update(
                        e,
                        position,
                        "causes = ?, evidence = ?::jsonb, last_caused_at = ?",
                        e.toCauses(),
                        Json.write(e.evidence()),
                        at);
            case IncidentEvent.IncidentClosed e ->
                update(
                        e,
                        position,
                        "open = false, closed_at = ?, closed_for = ?",
                        at,
                        e.why().name());
            case IncidentEvent.IncidentAcknowledged e ->
                update(e, position, "acknowledged_by = ?, acknowledged_at = ?", actor, at);
            case IncidentEvent.IncidentNoted e ->
                update(
                        e,
                        position,
                        "notes = notes || ?::jsonb",
                        Json.write(List.of(new Incident.Note(e.note(), actor, recordedAt))));
        }
    }

    private void open(IncidentEvent.IncidentOpened e, long position, OffsetDateTime at) {
        jdbc.sql("""
                insert into read.incident (incident_id, number, tenant, kind, matter, device_id, site_id, open, since,
                    opened_at, last_caused_at, causes, evidence, notes, opened_position, position)
                values (?, ?, ?, ?, ?, ?::uuid, ?::uuid, true, ?, ?, ?, 1, ?::jsonb, '[]', ?, ?)
                """)
                .params(Arrays.asList(
                        e.incident().value(),
                        e.number(),
                        e.tenant().value(),
                        e.kind().name(),
                        e.matter(),
                        e.subject().device() == null
                                ? null
                                : e.subject().device().value(),
                        e.subject().site() == null ? null : e.subject().site().value(),
                        e.since().atOffset(ZoneOffset.UTC),
                        at,
                        at,
                        Json.write(e.evidence()),
                        position,
                        position))
                .update();
    }

    private void update(IncidentEvent event, long position, String set, @Nullable Object... values) {
        List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(values));
        parameters.addAll(List.of(position, event.incident().value(), event.number()));
        jdbc.sql("update read.incident set " + set + ", position = ? where incident_id = ? and number = ?")
                .params(parameters)
                .update();
    }

    @Override
    public String name() {
        return ReadModelName.INCIDENTS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return IncidentEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(), segments(), () -> jdbc.sql("truncate read.incident").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.incident order by incident_id, number");
    }
}
