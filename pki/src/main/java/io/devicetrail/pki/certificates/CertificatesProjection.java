package io.devicetrail.pki.certificates;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;

/**
 * Projects certificates and what their counting hangs on. Every write is an upsert that depends on its event alone,
 * in each {@link Generations generation} that takes it.
 */
@Component
@ProcessingGroup(CertificatesProjection.NAME)
final class CertificatesProjection implements ReadModel {
    static final String NAME = "pki-certificates";

    private static final String HERE = " and generation in (select pki.takers(?))";

    private final JdbcTemplate jdbc;
    private final ReadPulse pulse;
    private final Generations generations;

    CertificatesProjection(JdbcTemplate jdbc, ReadPulse pulse) {
        this.jdbc = jdbc;
        this.pulse = pulse;
        this.generations = new Generations(jdbc);
    }

    @EventHandler
    public void on(TenantCreated e, TrackingToken token) {
        long index = indexOf(token);
        jdbc.update("""
                insert into pki.tenant (generation, tenant)
                select taker, ? from pki.takers(?) taker
                on conflict do nothing""", e.tenant().value(), index);
        ReadMark.read(index, generations, pulse);
    }

    @EventHandler
    public void on(DeviceEvent event, TrackingToken token) {
        long index = indexOf(token);
        switch (event) {
            case DeviceEvent.DeviceRegistered e ->
                jdbc.update(
                        """
                        insert into pki.device (generation, device_id, tenant, site_id, gateway_id, life_cycle)
                        select taker, ?, ?, ?, ?, 'REGISTERED' from pki.takers(?) taker
                        on conflict (generation, device_id) do update
                           set tenant = excluded.tenant, site_id = excluded.site_id,
                               gateway_id = excluded.gateway_id, life_cycle = excluded.life_cycle""",
                        e.device().value(),
                        e.tenant().value(),
                        e.site().value(),
                        e.gateway() == null ? null : e.gateway().value(),
                        index);
            case DeviceEvent.LifeCycleEvent e ->
                jdbc.update(
                        "update pki.device set life_cycle = ? where device_id = ?" + HERE,
                        e.to().name(),
                        e.device().value(),
                        index);
            case DeviceEvent.DeviceMoved e ->
                jdbc.update(
                        "update pki.device set site_id = ? where device_id = ?" + HERE,
                        e.to().value(),
                        e.device().value(),
                        index);
            case DeviceEvent.DeviceAttachedToGateway e ->
                jdbc.update(
                        "update pki.device set gateway_id = ? where device_id = ?" + HERE,
                        e.to() == null ? null : e.to().value(),
                        e.device().value(),
                        index);
            case DeviceEvent.DevicePlaceTaken ignored -> {}
            case DeviceEvent.DeviceTagged ignored -> {}
            case DeviceEvent.DeviceUntagged ignored -> {}
            case DeviceEvent.DeviceHardwareRevised ignored -> {}
            case DeviceEvent.DeviceModelVersionChanged ignored -> {}
        }
        ReadMark.read(index, generations, pulse);
    }

    @EventHandler
    public void on(EnrolmentEvent event, TrackingToken token, @Timestamp Instant recordedAt) {
        long index = indexOf(token);
        switch (event) {
            case EnrolmentEvent.DeviceEnrolmentAllowed ignored -> {}
            case EnrolmentEvent.FactoryKeyImported e ->
                jdbc.update(
                        """
                        insert into pki.factory_key
                               (generation, device_id, tenant, key_fingerprint, claim_hash, signed)
                        select taker, ?, ?, ?, ?, ? from pki.takers(?) taker
                        on conflict (generation, device_id) do nothing""",
                        e.device().value(),
                        e.tenant().value(),
                        e.keyFingerprint(),
                        e.claimHash(),
                        e.signedBy() != null,
                        index);
            case EnrolmentEvent.DeviceClaimed ignored -> {}
            case EnrolmentEvent.DeviceCertificateIssued e ->
                jdbc.update(
                        """
                        insert into pki.certificate
                               (generation, fingerprint, serial_number, device_id, tenant, not_before, not_after, ours)
                        select taker, ?, ?, ?, ?, ?, ?, ? from pki.takers(?) taker
                        on conflict (generation, fingerprint) do nothing""",
                        e.certificate().fingerprint(),
                        e.certificate().serialNumber(),
                        e.device().value(),
                        e.tenant().value(),
                        e.certificate().notBefore().atOffset(ZoneOffset.UTC),
                        e.certificate().notAfter().atOffset(ZoneOffset.UTC),
                        isOurs(e.tenant(), e.certificate().pem()),
                        index);
            case EnrolmentEvent.DeviceCertificateRevoked e ->
                jdbc.update(
                        "update pki.certificate set revoked_at = ?, revocation_reason = ? where fingerprint = ?" + HERE,
                        recordedAt.atOffset(ZoneOffset.UTC),
                        e.reason().name(),
                        e.fingerprint(),
                        index);
        }
        ReadMark.read(index, generations, pulse);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void beginRebuild() {
        generations.begin();
    }

    @Override
    public void completeRebuild() {
        generations.complete();
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
                                 coalesce(revocation_reason, '-'), ours)
                  from pki.certificate where generation = (select live from pki.generation)
                 order by fingerprint collate "C" """, line);
        jdbc.query("""
                select concat_ws(' ', device_id, tenant, key_fingerprint, coalesce(claim_hash, '-'), signed)
                  from pki.factory_key where generation = (select live from pki.generation) order by device_id""", line);
        return HexFormat.of().formatHex(sha256.digest());
    }

    /** By the event alone, which says the same at each rebuild. What nobody can read was not taken of another. */
    private static boolean isOurs(TenantId tenant, String pem) {
        try {
            return PlatformAuthority.isNameOf(
                    tenant,
                    Validity.parsed(pem.getBytes(StandardCharsets.US_ASCII)).getIssuerX500Principal());
        } catch (IllegalStateException unreadable) {
            return true;
        }
    }

    private static long indexOf(TrackingToken token) {
        return token.position().orElseThrow();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
