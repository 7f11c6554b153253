package io.devicetrail.queryside.devicetwin;

import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.domain.twin.TwinEvent;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects twins by the same fold that decides and that answers for the past. */
@Component
@ProcessingGroup(ReadModelName.TWINS)
class TwinsProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    TwinsProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt) {
        progress.once(name(), token, position -> {
            if (event instanceof TwinEvent e) {
                project(e, position, recordedAt);
            }
        });
    }

    private void project(TwinEvent event, long position, Instant recordedAt) {
        DeviceTwin before = jdbc.sql("select twin::text from read.device_twin where device_id = ?")
                .param(event.device().value())
                .query(String.class)
                .optional()
                .map(json -> Json.read(json, DeviceTwin.class))
                .orElse(DeviceTwin.EMPTY);
        jdbc.sql("""
                insert into read.device_twin (device_id, tenant, twin, position) values (?, ?, ?::json, ?)
                on conflict (device_id) do update set twin = excluded.twin, position = excluded.position
                """)
                .params(
                        event.device().value(),
                        event.tenant().value(),
                        Json.write(before.after(event, recordedAt)),
                        position)
                .update();
    }

    @Override
    public String name() {
        return ReadModelName.TWINS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return TwinEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(), segments(), () -> jdbc.sql("truncate read.device_twin").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.device_twin order by device_id");
    }
}
