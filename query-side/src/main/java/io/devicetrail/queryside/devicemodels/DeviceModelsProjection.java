package io.devicetrail.queryside.devicemodels;

import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.graphql.Json;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.util.Arrays;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects device models, version by version. */
@Component
@ProcessingGroup(ReadModelName.DEVICE_MODELS)
class DeviceModelsProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    DeviceModelsProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token) {
        progress.once(name(), token, position -> {
            if (event instanceof DeviceModelEvent e) {
                project(e, position);
            }
        });
    }

    private void project(DeviceModelEvent event, long position) {
        switch (event) {
            case DeviceModelEvent.DeviceModelVersionPublished e ->
                jdbc.sql("""
                        insert into read.device_model
                            (model_id, version, tenant, manufacturer, name, deprecated, contract, position)
                        values (?, ?, ?, ?, ?, false, ?::jsonb, ?)
                        """)
                        .params(
                                e.deviceModel().value(),
                                e.version(),
                                e.tenant().value(),
                                e.manufacturer(),
                                e.name(),
                                Json.write(e.contract()),
                                position)
                        .update();
            case DeviceModelEvent.DeviceModelVersionReportsOnly e ->
                former(e.deviceModel(), e.version(), e.former(), position);
            case DeviceModelEvent.DeviceModelVersionEnforced e -> former(e.deviceModel(), e.version(), null, position);
            case DeviceModelEvent.DeviceModelVersionDeprecated e ->
                jdbc.sql("""
                        update read.device_model set deprecated = true, position = ?
                        where model_id = ? and version = ?
                        """)
                        .params(position, e.deviceModel().value(), e.version())
                        .update();
        }
    }

    private void former(DeviceModelId model, int version, @Nullable Integer former, long position) {
        jdbc.sql("update read.device_model set former = ?::integer, position = ? where model_id = ? and version = ?")
                .params(Arrays.asList(former, position, model.value(), version))
                .update();
    }

    @Override
    public String name() {
        return ReadModelName.DEVICE_MODELS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return DeviceModelEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(), segments(), () -> jdbc.sql("truncate read.device_model").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.device_model order by model_id, version");
    }
}
