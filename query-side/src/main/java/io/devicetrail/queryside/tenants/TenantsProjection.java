package io.devicetrail.queryside.tenants;

import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.queryside.position.Progress;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.position.TableDigest;
import java.time.ZoneOffset;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Projects tenants and their sites. Takes every event, as its position speaks for the whole log. */
@Component
@ProcessingGroup(ReadModelName.TENANTS)
class TenantsProjection implements ReadModel {
    private final JdbcClient jdbc;
    private final Progress progress;
    private final TableDigest digest;

    TenantsProjection(JdbcClient jdbc, Progress progress, TableDigest digest) {
        this.jdbc = jdbc;
        this.progress = progress;
        this.digest = digest;
    }

    @EventHandler
    void on(Object event, TrackingToken token) {
        progress.once(name(), token, position -> {
            if (event instanceof TenantEvent e) {
                project(e, position);
            }
        });
    }

    private void project(TenantEvent event, long position) {
        switch (event) {
            case TenantEvent.TenantCreated e ->
                jdbc.sql("insert into read.tenant (tenant, name, position) values (?, ?, ?)")
                        .params(e.tenant().value(), e.name(), position)
                        .update();
            case TenantEvent.SiteOpened e ->
                jdbc.sql("""
                        insert into read.site (site_id, tenant, key, name, zone, position)
                        values (?, ?, ?, ?, ?, ?)
                        """)
                        .params(e.site().value(), e.tenant().value(), e.key(), e.name(), e.zone(), position)
                        .update();
            case TenantEvent.SignaturesCertified e ->
                jdbc.sql(
                                "insert into read.signature_certification (position, tenant, agency, document) values (?, ?, ?, ?)")
                        .params(position, e.tenant().value(), e.agency(), e.document())
                        .update();
            case TenantEvent.ListSignerTrusted e -> trust(e, position);
            case TenantEvent.ListSignerDistrusted e ->
                jdbc.sql("delete from read.list_signer where tenant = ? and manufacturer = ? and fingerprint = ?")
                        .params(e.tenant().value(), e.manufacturer(), e.fingerprint())
                        .update();
        }
    }

    private void trust(TenantEvent.ListSignerTrusted e, long position) {
        jdbc.sql("""
                insert into read.list_signer
                       (tenant, manufacturer, fingerprint, subject, not_before, not_after, position)
                values (?, ?, ?, ?, ?, ?, ?)
                """)
                .params(
                        e.tenant().value(),
                        e.manufacturer(),
                        e.signer().fingerprint(),
                        e.signer().subject(),
                        e.signer().notBefore().atOffset(ZoneOffset.UTC),
                        e.signer().notAfter().atOffset(ZoneOffset.UTC),
                        position)
                .update();
    }

    @Override
    public String name() {
        return ReadModelName.TENANTS;
    }

    @Override
    public boolean concernedBy(Class<?> event) {
        return TenantEvent.class.isAssignableFrom(event);
    }

    @Override
    public void beginRebuild() {
        progress.restart(
                name(),
                segments(),
                () -> jdbc.sql("truncate read.tenant, read.site, read.signature_certification, read.list_signer")
                        .update());
    }

    @Override
    public void completeRebuild() {}

    @Override
    public String digest() {
        return digest.of(
                "read.tenant order by tenant collate \"C\"",
                "read.site order by site_id",
                "read.signature_certification order by position",
                "read.list_signer order by position");
    }
}
