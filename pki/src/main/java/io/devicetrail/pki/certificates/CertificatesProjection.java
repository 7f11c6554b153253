package io.devicetrail.pki.certificates;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Projects certificates and what their counting hangs on. Every write is an upsert that depends on its event alone. */
@Component
@ProcessingGroup(CertificatesProjection.NAME)
final class CertificatesProjection implements ReadModel {
    static final String NAME = "pki-certificates";

    private static final List<String> TABLES = List.of("tenant", "device", "certificate", "factory_key");
    private static final String HERE = " and generation = (select coalesce(building, live) from pki.generation)";

    private final JdbcTemplate jdbc;
    private final ReadPulse pulse;

    CertificatesProjection(JdbcTemplate jdbc, ReadPulse pulse) {
        this.jdbc = jdbc;
        this.pulse = pulse;
    }

    @EventHandler
    public void on(TenantCreated e) {
        jdbc.update("""
                insert into pki.tenant (generation, tenant)
                select coalesce(building, live), ? from pki.generation
                on conflict do nothing""", e.tenant().value());
        beatAfterCommit();
    }

    @EventHandler
    public void on(DeviceEvent event) {
        switch (event) {
            case DeviceEvent.DeviceRegistered e ->
                jdbc.update(
                        """
                        insert into pki.device (generation, device_id, tenant, site_id, gateway_id, life_cycle)
                        select coalesce(building, live), ?, ?, ?, ?, 'REGISTERED' from pki.generation
                        on conflict (generation, device_id) do update
                           set tenant = excluded.tenant, site_id = excluded.site_id,
                               gateway_id = excluded.gateway_id, life_cycle = excluded.life_cycle""",
                        e.device().value(),
                        e.tenant().value(),
                        e.site().value(),
                        e.gateway() == null ? null : e.gateway().value());
            case DeviceEvent.LifeCycleEvent e ->
                jdbc.update(
                        "update pki.device set life_cycle = ? where device_id = ?" + HERE,
                        e.to().name(),
                        e.device().value());
            case DeviceEvent.DeviceMoved e ->
                jdbc.update(
                        "update pki.device set site_id = ? where device_id = ?" + HERE,
                        e.to().value(),
                        e.device().value());
            case DeviceEvent.DeviceAttachedToGateway e ->
                jdbc.update(
                        "update pki.device set gateway_id = ? where device_id = ?" + HERE,
                        e.to() == null ? null : e.to().value(),
                        e.device().value());
            case DeviceEvent.DeviceTagged ignored -> {}
            case DeviceEvent.DeviceUntagged ignored -> {}
            case DeviceEvent.DeviceHardwareRevised ignored -> {}
            case DeviceEvent.DeviceModelVersionChanged ignored -> {}
        }
        beatAfterCommit();
    }

    @EventHandler
    public void on(EnrolmentEvent event, @Timestamp Instant recordedAt) {
        switch (event) {
            case EnrolmentEvent.DeviceEnrolmentAllowed ignored -> {}
            case EnrolmentEvent.FactoryKeyImported e ->
                jdbc.update("""
                        insert into pki.factory_key (generation, device_id, tenant, key_fingerprint, claim_hash)
                        select coalesce(building, live), ?, ?, ?, ? from pki.generation
                        on conflict (generation, device_id) do nothing""", e.device().value(), e.tenant().value(), e.keyFingerprint(), e.claimHash());
            case EnrolmentEvent.DeviceClaimed ignored -> {}
            case EnrolmentEvent.DeviceCertificateIssued e ->
                jdbc.update(
                        """
                        insert into pki.certificate
                               (generation, fingerprint, serial_number, device_id, tenant, not_before, not_after)
                        select coalesce(building, live), ?, ?, ?, ?, ?, ? from pki.generation
                        on conflict (generation, fingerprint) do nothing""",
                        e.certificate().fingerprint(),
                        e.certificate().serialNumber(),
                        e.device().value(),
                        e.tenant().value(),
                        e.certificate().notBefore().atOffset(ZoneOffset.UTC),
                        e.certificate().notAfter().atOffset(ZoneOffset.UTC));
            case EnrolmentEvent.DeviceCertificateRevoked e ->
                jdbc.update(
                        "update pki.certificate set revoked_at = ?, revocation_reason = ? where fingerprint = ?" + HERE,
                        recordedAt.atOffset(ZoneOffset.UTC),
                        e.reason().name(),
                        e.fingerprint());
        }
        beatAfterCommit();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void beginRebuild() {
        jdbc.update("update pki.generation set building = live + 1");
        deleteOthers();
    }

    @Override
    public void completeRebuild() {
        jdbc.update("update pki.generation set live = coalesce(building, live), building = null");
        deleteOthers();
    }

    private void deleteOthers() {
        for (String table : TABLES) {
            jdbc.update("delete from pki." + table + " where generation <> (select live from pki.generation)");
        }
    }

    @Override
    public String digest() {
        MessageDigest sha256 = sha256();
        RowCallbackHandler line = row -> sha256.update((row.getString(1) + "\n").getBytes(StandardCharsets.UTF_8));
        jdbc.query("""
                select tenant from pki.tenant where generation = (select live from pki.generation)
                 order by tenant collate "C" """, line);
        jdbc.query("""
                select concat_ws(' ', device_id, tenant, site_id, coalesce(gateway_id::text, '-'), life_cycle)
                  from pki.device where generation = (select live from pki.generation) order by device_id""", line);
        jdbc.query("""
                select concat_ws(' ', fingerprint, serial_number, device_id, tenant,
                                 extract(epoch from not_before), extract(epoch from not_after),
                                 coalesce(extract(epoch from revoked_at)::text, '-'),
                                 coalesce(revocation_reason, '-'))
                  from pki.certificate where generation = (select live from pki.generation)
                 order by fingerprint collate "C" """, line);
        jdbc.query("""
                select concat_ws(' ', device_id, tenant, key_fingerprint, coalesce(claim_hash, '-')) from pki.factory_key
                 where generation = (select live from pki.generation) order by device_id""", line);
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** Before the commit nobody else sees the row. */
    private void beatAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            pulse.beat();
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCommit() {
                pulse.beat();
            }
        });
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
