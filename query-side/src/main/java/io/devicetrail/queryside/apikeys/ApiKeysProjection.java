package io.devicetrail.queryside.apikeys;

import io.devicetrail.domain.apikey.ApiKeyEvent;
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

/** Projects API keys. Takes every event, as its position speaks for the whole log. */
@Component
@ProcessingGroup(ReadModelName.API_KEYS)
class ApiKeysProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    ApiKeysProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token, @Timestamp Instant recordedAt) {
        progress.once(name(), token, position -> {
            if (event instanceof ApiKeyEvent e) {
                project(e, position, recordedAt);
            }
        });
    }

    private void project(ApiKeyEvent event, long position, Instant recordedAt) {
        switch (event) {
            case ApiKeyEvent.ApiKeyIssued e ->
                jdbc.sql("""
                        insert into read.api_key (api_key_id, tenant, site_id, name, roles, permissions, issued_at,
                                                  issued_position, expires_at, position)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)
                        .param(e.key().value())
                        .param(e.tenant().value())
                        .param(e.site() == null ? null : e.site().value())
                        .param(e.name())
                        .param(e.roles().toArray(String[]::new))
                        .param(e.permissions().toArray(String[]::new))
                        .param(recordedAt.atOffset(ZoneOffset.UTC))
                        .param(position)
                        .param(e.expiresAt().atOffset(ZoneOffset.UTC))
                        .param(position)
                        .update();
            case ApiKeyEvent.ApiKeyRevoked e ->
                jdbc.sql("update read.api_key set revoked_at = ?, position = ? where api_key_id = ?")
                        .params(
                                recordedAt.atOffset(ZoneOffset.UTC),
                                position,
                                e.key().value())
                        .update();
            case ApiKeyEvent.ApiKeyTokenIssued e -> {
                // Tokens are the trail's to tell.
            }
        }
    }

    @Override
    public String name() {
        return ReadModelName.API_KEYS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return ApiKeyEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(), segments(), () -> jdbc.sql("truncate read.api_key").update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of("read.api_key order by api_key_id");
    }
}
