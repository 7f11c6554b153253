package io.devicetrail.pki.certificates;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.domain.enrolment.ClaimCodes;
import io.devicetrail.domain.enrolment.DeviceCertificates;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Answers from this node's projection, at each question: a certificate opens nothing from the moment at which its
 * revocation, or the end of its device, is read here.
 */
@Component
public class KnownCertificates implements DeviceCertificates, ClaimCodes {
    /** Gateways behind gateways that are followed; who builds more of them is asked at the nearest ones only. */
    static final int DEEPEST = 16;

    /** States of devices that have left service for ever; one that is new among them cannot be forgotten here. */
    private static final String ENDED = Stream.of(LifeCycle.values())
            .filter(LifeCycle::ended)
            .map(state -> "'" + state.name() + "'")
            .collect(Collectors.joining(", ", "(", ")"));

    private static final String ADMITTED = """
              from pki.generation g
              join pki.certificate c on c.generation = g.live
              join pki.device d on d.generation = g.live and d.device_id = c.device_id
             where c.revoked_at is null and d.life_cycle not in %s
               and :now between c.not_before and c.not_after""".formatted(ENDED);

    /** Without devices that have ended: their boards may be in others. */
    private static final String LISTED = """
              from pki.generation g
              join pki.factory_key k on k.generation = g.live
              join pki.device d on d.generation = g.live and d.device_id = k.device_id
             where d.life_cycle not in %s and k.tenant = :tenant""".formatted(ENDED);

    private final JdbcClient jdbc;
    private final ReadPulse pulse;
    private final Clock clock;

    KnownCertificates(JdbcClient jdbc, ReadPulse pulse, Clock clock) {
        this.jdbc = jdbc;
        this.pulse = pulse;
        this.clock = clock;
    }

    @Override
    public Optional<CertifiedDevice> admitted(String fingerprint) {
        return jdbc.sql("select c.tenant, c.device_id " + ADMITTED + " and c.fingerprint = :fingerprint")
                .param("now", now())
                .param("fingerprint", fingerprint)
                .query((row, number) ->
                        new CertifiedDevice(new TenantId(row.getString(1)), new DeviceId(row.getObject(2, UUID.class))))
                .optional();
    }

    @Override
    public Set<String> refused(Collection<String> fingerprints) {
        Set<String> refused = new HashSet<>(fingerprints);
        if (!refused.isEmpty()) {
            jdbc.sql("select c.fingerprint " + ADMITTED + " and c.fingerprint = any (:fingerprints)")
                    .param("now", now())
                    .param("fingerprints", fingerprints.toArray(String[]::new))
                    .query(String.class)
                    .list()
                    .forEach(refused::remove);
        }
        return refused;
    }

    @Override
    public boolean isBehind(DeviceId gateway, DeviceId child) {
        return jdbc.sql("""
                        with recursive above (device_id, gateway_id, tenant, depth) as (
                            select d.device_id, d.gateway_id, d.tenant, 1
                              from pki.generation g join pki.device d on d.generation = g.live
                             where d.device_id = :child and d.life_cycle not in %s
                            union all
                            select d.device_id, d.gateway_id, d.tenant, a.depth + 1
                              from above a, pki.generation g join pki.device d on d.generation = g.live
                             where d.device_id = a.gateway_id and d.tenant = a.tenant and a.depth < :deepest
                               and d.life_cycle not in %s)
                        select exists (
                            select from above a, pki.generation g join pki.device d on d.generation = g.live
                             where a.gateway_id = :gateway and d.device_id = :gateway and d.tenant = a.tenant)""".formatted(ENDED, ENDED))
                .param("child", child.value())
                .param("gateway", gateway.value())
                .param("deepest", DEEPEST)
                .query(Boolean.class)
                .single();
    }

    /** Whether the log has a tenant of that name. */
    public boolean isTenant(TenantId tenant) {
        return jdbc.sql("""
                        select exists (select from pki.generation g
                                         join pki.tenant t on t.generation = g.live where t.tenant = :tenant)""")
                .param("tenant", tenant.value())
                .query(Boolean.class)
                .single();
    }

    /** Where the tenant's device is; empty for one that is not the tenant's. */
    public Optional<SiteId> siteOf(TenantId tenant, DeviceId device) {
        return jdbc.sql("""
                        select d.site_id from pki.generation g join pki.device d on d.generation = g.live
                         where d.device_id = :device and d.tenant = :tenant""")
                .param("device", device.value())
                .param("tenant", tenant.value())
                .query(UUID.class)
                .optional()
                .map(SiteId::new);
    }

    /** Whose it was issued for, whether it stands or not. */
    public Optional<DeviceId> deviceOf(String fingerprint) {
        return jdbc.sql("""
                        select c.device_id from pki.generation g join pki.certificate c on c.generation = g.live
                         where c.fingerprint = :fingerprint""")
                .param("fingerprint", fingerprint)
                .query(UUID.class)
                .optional()
                .map(DeviceId::new);
    }

    /** Whose it was issued for, and in which tenant, whether it stands or not. */
    public Optional<CertifiedDevice> holderOf(String fingerprint) {
        return jdbc.sql("""
                        select c.tenant, c.device_id
                          from pki.generation g join pki.certificate c on c.generation = g.live
                         where c.fingerprint = :fingerprint""")
                .param("fingerprint", fingerprint)
                .query((row, number) ->
                        new CertifiedDevice(new TenantId(row.getString(1)), new DeviceId(row.getObject(2, UUID.class))))
                .optional();
    }

    /** Whether one of the device's certificates opens what it is for. */
    public boolean isStanding(TenantId tenant, DeviceId device) {
        return jdbc.sql("select exists (select " + ADMITTED + " and c.tenant = :tenant and c.device_id = :device)")
                .param("now", now())
                .param("tenant", tenant.value())
                .param("device", device.value())
                .query(Boolean.class)
                .single();
    }

    /**
     * Of each of the tenant's devices with a certificate that stands, those that it may speak for: itself, and what is
     * behind it. In the order of their ids.
     */
    public SortedMap<UUID, SortedSet<UUID>> speakers(TenantId tenant) {
        SortedMap<UUID, SortedSet<UUID>> speakers = new TreeMap<>();
        jdbc.sql("""
                        with recursive standing as (select distinct c.device_id %s and c.tenant = :tenant),
                        speaks (device_id, other_id, depth) as (
                            select s.device_id, s.device_id, 0 from standing s
                            union
                            select s.device_id, d.device_id, s.depth + 1
                              from speaks s, pki.generation g join pki.device d on d.generation = g.live
                             where d.gateway_id = s.other_id and d.tenant = :tenant and s.depth < :deepest
                               and d.life_cycle not in %s)
                        select device_id, other_id from speaks""".formatted(ADMITTED, ENDED))
                .param("now", now())
                .param("tenant", tenant.value())
                .param("deepest", DEEPEST)
                .query(row -> {
                    speakers.computeIfAbsent(row.getObject(1, UUID.class), device -> new TreeSet<>())
                            .add(row.getObject(2, UUID.class));
                });
        return speakers;
    }

    /** The tenant's device that its maker put this key into; empty where there is none that has not ended, or another. */
    public Optional<DeviceId> deviceOfFactoryKey(TenantId tenant, String keyFingerprint) {
        return listed(tenant, "k.key_fingerprint", keyFingerprint);
    }

    @Override
    public Optional<DeviceId> deviceOf(TenantId tenant, String codeHash) {
        return listed(tenant, "k.claim_hash", codeHash);
    }

    /**
     * Of rows that say the same of two devices neither counts, but a row of a signed list before those that nobody signed:
     * whoever may bring a list could else void what a maker has signed, by a list under another spelling of its name.
     */
    private Optional<DeviceId> listed(TenantId tenant, String column, String hash) {
        List<Listed> rows = jdbc.sql("select k.device_id, k.signed " + LISTED + " and " + column
                        + " = :hash order by k.signed desc limit 2")
                .param("tenant", tenant.value())
                .param("hash", hash)
                .query((row, number) -> new Listed(new DeviceId(row.getObject(1, UUID.class)), row.getBoolean(2)))
                .list();
        boolean counts = rows.size() == 1
                || rows.size() == 2
                        && rows.getFirst().signed()
                        && !rows.getLast().signed();
        return counts ? Optional.of(rows.getFirst().device()) : Optional.empty();
    }

    /** A row of a maker's list. */
    private record Listed(DeviceId device, boolean signed) {}

    /** Waits until a certificate that was just issued opens what it is for; whether it does then. */
    public boolean awaitAdmitted(String fingerprint, Duration longest) throws InterruptedException {
        return pulse.await(() -> admitted(fingerprint).isPresent(), longest);
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
