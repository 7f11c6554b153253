package io.devicetrail.queryside.roles;

import io.devicetrail.domain.ownrole.OwnRoleEvent;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects tenants' own roles. Takes every event, as its position speaks for the whole log. */
@Component
@ProcessingGroup(ReadModelName.OWN_ROLES)
class OwnRolesProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    OwnRolesProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt) {
        progress.once(name(), token, position -> {
            if (event instanceof OwnRoleEvent e) {
                project(e, position, recordedAt);
            }
        });
    }

    private void project(OwnRoleEvent event, long position, Instant recordedAt) {
        switch (event) {
            case OwnRoleEvent.RoleDefined e ->
                jdbc.sql("""
                        insert into read.own_role (own_role_id, tenant, key, name, duty, permissions, defined_position,
                                                   position)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                        .param(e.role().value())
                        .param(e.tenant().value())
                        .param(e.key())
                        .param(e.name())
                        .param(e.duty().name())
                        .param(e.permissions().toArray(String[]::new))
                        .param(position)
                        .param(position)
                        .update();
            case OwnRoleEvent.RolePermissionsChanged e ->
                jdbc.sql("update read.own_role set name = ?, permissions = ?, position = ? where own_role_id = ?")
                        .param(e.name())
                        .param(e.permissions().toArray(String[]::new))
                        .param(position)
                        .param(e.role().value())
                        .update();
            case OwnRoleEvent.RoleWithdrawn e ->
                jdbc.sql("update read.own_role set withdrawn_at = ?, position = ? where own_role_id = ?")
                        .params(
                                recordedAt.atOffset(ZoneOffset.UTC),
                                position,
                                e.role().value())
                        .update();
        }
    }

    @Override
    public String name() {
        return ReadModelName.OWN_ROLES;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return OwnRoleEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(), segments(), () -> jdbc.sql("truncate read.own_role").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.own_role order by own_role_id");
    }
}
