package io.devicetrail.queryside.devicedetails;

import io.devicetrail.domain.connectivity.ConnectivityEvent;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.changes.ChangeNotice;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.SegmentSettings;
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
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects devices with their connectivity. */
@Component
@ProcessingGroup(ReadModelName.DEVICES)
class DevicesProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final int segments;
    private final TableDigest digest;
    private final ChangeNotice notice;

    DevicesProjection(
            JdbcClient jdbc, Progress progress, TableDigest digest, ChangeNotice notice, SegmentSettings segments) {
        this.segments = segments.independent();
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
        this.notice = notice;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt, ReplayStatus replay) {
        progress.once(name(), token, position -> {
            @Nullable DeviceId device = null;
            if (event instanceof DeviceEvent e) {
                project(e, position, recordedAt);
                device = e.device();
            } else if (event instanceof ConnectivityEvent e) {
                project(e, position);
                device = e.device();
            }
            if (device != null && !replay.isReplay()) {
                notice.deviceChanged(device.value(), position);
            }
        });
    }

    private void project(DeviceEvent event, long position, Instant recordedAt) {
        switch (event) {
            case DeviceEvent.DeviceRegistered e -> register(e, position, recordedAt);
            case DeviceEvent.DeviceReplaced e ->
                update(
                        e,
                        position,
                        "life_cycle = ?, replaced_by = ?",
                        e.to().name(),
                        e.replacement().value());
            case DeviceEvent.LifeCycleEvent e -> update(e, position, "life_cycle = ?", e.to().name());
            case DeviceEvent.DevicePlaceTaken e -> {
                // Who replaced whom is with the device that was; the rest of it came by events of its own.
            }
            case DeviceEvent.DeviceMoved e -> update(e, position, "site_id = ?", e.to().value());
            case DeviceEvent.DeviceAttachedToGateway e ->
                update(e, position, "gateway_id = ?::uuid", e.to() == null ? null : e.to().value());
            case DeviceEvent.DeviceTagged e ->
                update(e, position, "tags = tags || jsonb_build_object(?::text, ?::text)", e.name(), e.to());
            case DeviceEvent.DeviceUntagged e -> update(e, position, "tags = tags - ?::text", e.name());
            case DeviceEvent.DeviceHardwareRevised e -> update(e, position, "hardware_revision = ?", e.to());
            case DeviceEvent.DeviceModelVersionChanged e -> update(e, position, "model_version = ?", e.to());
        }
    }

    private void project(ConnectivityEvent event, long position) {
        switch (event) {
            case ConnectivityEvent.ConnectivityChanged e -> {
                OffsetDateTime since = e.since().atOffset(ZoneOffset.UTC);
                update(
                        e.device(),
                        position,
                        """
                        connectivity = ?, connectivity_reasons = ?, connectivity_since = ?, last_activity_at = ?,
                        silent_since = case when ? then ? else silent_since end
                        """,
                        e.to().name(),
                        e.reasons().stream().map(Enum::name).toArray(String[]::new),
                        since,
                        e.evidence().lastActivityAt().atOffset(ZoneOffset.UTC),
                        e.to().isSilent() && (e.from() == null || !e.from().isSilent()),
                        since);
            }
        }
    }

    private void register(DeviceEvent.DeviceRegistered e, long position, Instant recordedAt) {
        jdbc.sql("""
                insert into read.device (device_id, tenant, site_id, manufacturer, serial_number, model_id,
                    model_version, hardware_revision, batch, gateway_id, tags, life_cycle, registered_at,
                    registered_position, position)
                values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::uuid, ?::jsonb, 'REGISTERED', ?, ?, ?)
                """)
                .params(Arrays.asList(
                        e.device().value(),
                        e.tenant().value(),
                        e.site().value(),
                        e.manufacturer(),
                        e.serialNumber(),
                        e.model().value(),
                        e.modelVersion(),
                        e.hardwareRevision(),
                        e.batch(),
                        e.gateway() == null ? null : e.gateway().value(),
                        Json.write(e.tags()),
                        recordedAt.atOffset(ZoneOffset.UTC),
                        position,
                        position))
                .update();
    }

    private void update(DeviceEvent event, long position, String set, @Nullable Object... values) {
        update(event.device(), position, set, values);
    }

    private void update(DeviceId device, long position, String set, @Nullable Object... values) {
        List<@Nullable Object> parameters = new ArrayList<>(Arrays.asList(values));
        parameters.add(position);
        parameters.add(device.value());
        int found = jdbc.sql("update read.device set " + set + ", position = greatest(position, ?) where device_id = ?")
                .params(parameters)
                .update();
        if (found == 0) {
            throw new IllegalStateException("device " + device + " is not there; its registration may be held back");
        }
    }

    @Override
    public String name() {
        return ReadModelName.DEVICES;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return DeviceEvent.class.isAssignableFrom(event) || ConnectivityEvent.class.isAssignableFrom(event);
    }

    @Override
    public int segments() {
        return segments;
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(), segments(), () -> jdbc.sql("truncate read.device").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.device order by device_id");
    }
}
