package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.device.DeviceEvent.DeviceCommissioned;
import io.devicetrail.domain.device.DeviceEvent.DeviceEnrolled;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEvent.IncidentClosed;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.incident.OrphanReason;
import io.devicetrail.domain.incident.OrphanedDevices;
import io.devicetrail.domain.incident.OrphanedDevices.Orphan;
import io.devicetrail.domain.incident.OrphanedDevices.Settled;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent.SiteOpened;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.graphql.test.tester.GraphQlTester;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Devices that nobody can reach: by one rule, for who asks and for the watch. The clock stands still in these tests.
 */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class OrphanDevicesTest {
    private static final TenantId TENANT = TenantId.of("orphans");
    private static final SiteId SITE = SiteId.of(TENANT, "site");
    /** As the clock of the query side's tests has it. */
    private static final Instant NOW = History.HEARD.plus(Duration.ofDays(1));

    private static final Duration LONG = OrphanedDevices.PATIENCE.plusSeconds(1);

    @Autowired
    LogOfTests log;

    @Autowired
    OrphanedDevices orphans;

    @Autowired
    AuthoritiesOfTests authorities;

    @Autowired
    Asking asking;

    @Autowired
    JdbcClient jdbc;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void eachReasonIsToldAndNothingElse() throws TimeoutException {
        int begin = Math.toIntExact(log.head() + 1);
        append(new TenantCreated(TENANT, "Orphans"));
        append(new SiteOpened(TENANT, SITE, "site", "Site", "UTC"));
        DeviceId left = registered("left behind");
        DeviceId fresh = registered("fresh");
        DeviceId silent = enrolled("silent");
        DeviceId young = enrolled("young");
        DeviceId over = enrolled("certificate over");
        append(certified(over, NOW.minusSeconds(1)));
        DeviceId good = enrolled("certificate good");
        append(certified(good, NOW));
        append(opened(TENANT, good));
        DeviceId ended = enrolled("ended");
        append(certified(ended, NOW.minusSeconds(1)));
        append(new DeviceRetired(ended, LifeCycle.ACTIVE));
        log.project(begin);
        for (DeviceId old : List.of(left, silent, over, ended)) {
            registeredAt(old, NOW.minus(LONG));
        }
        for (DeviceId young1 : List.of(fresh, young, good)) {
            registeredAt(young1, NOW.minus(OrphanedDevices.PATIENCE).plusSeconds(1));
        }

        OrphanedDevices.Standing standing = orphans.of(TENANT);
        assertThat(standing.untold())
                .containsExactly(
                        new Orphan(left, OrphanReason.NOT_ENROLLED, NOW.minusSeconds(1), 0),
                        new Orphan(silent, OrphanReason.NEVER_HEARD, NOW.minusSeconds(1), 0),
                        new Orphan(over, OrphanReason.CERTIFICATE_OVER, NOW.minusSeconds(1), 0));
        assertThat(standing.settled()).containsExactly(new Settled(good, 1, false));

        GraphQlTester reader = asking.as(authorities.person("orphans-reader", new Grant(TENANT, null, Role.OPERATOR)));
        assertThat(serials(reader, "")).containsExactly("left behind", "silent", "certificate over");
        assertThat(serials(reader, ", reason: NEVER_HEARD")).containsExactly("silent");
        assertThat(serials(reader, ", first: 1")).containsExactly("left behind");
        assertThat(serials(
                        asking.as(authorities.person("orphans-stranger", new Grant(History.ACME, null, Role.AUDITOR))),
                        ""))
                .isEmpty();
    }

    /** Whichever way it left: nobody looks for it, and what said so is over. */
    @ParameterizedTest
    @EnumSource
    void onlyWhatHasNotLeftServiceIsAnOrphan(LifeCycle state) throws TimeoutException {
        TenantId tenant =
                TenantId.of("orphan-" + state.name().toLowerCase(Locale.ROOT).replace('_', '-'));
        int begin = Math.toIntExact(log.head() + 1);
        DeviceId untold = enrolled(tenant, "untold");
        append(certified(untold, NOW.minusSeconds(1)));
        DeviceId told = enrolled(tenant, "told");
        append(certified(told, NOW.minusSeconds(1)));
        append(opened(tenant, told));
        log.project(begin);
        jdbc.sql("update read.device set life_cycle = ? where tenant = ?")
                .params(state.name(), tenant.value())
                .update();

        OrphanedDevices.Standing standing = orphans.of(tenant);
        if (state.ended()) {
            assertThat(standing)
                    .isEqualTo(new OrphanedDevices.Standing(List.of(), List.of(new Settled(told, 1, true))));
        } else {
            assertThat(standing.untold()).extracting(Orphan::device).containsExactly(untold);
            assertThat(standing.settled()).isEmpty();
        }
    }

    /** One certificate ends, the next is issued and revoked: the second time is another one, and later. */
    @Test
    void whatIsAnOrphanAgainIsToldAgain() throws TimeoutException {
        TenantId tenant = TenantId.of("orphan-again");
        int begin = Math.toIntExact(log.head() + 1);
        DeviceId device = enrolled(tenant, "again");
        append(certified(tenant, device, "a", NOW.minus(Duration.ofDays(2))));
        log.project(begin);
        assertThat(orphans.of(tenant).untold())
                .containsExactly(new Orphan(device, OrphanReason.CERTIFICATE_OVER, NOW.minus(Duration.ofDays(2)), 0));

        begin = Math.toIntExact(log.head() + 1);
        append(opened(tenant, device));
        append(certified(tenant, device, "b", NOW.plus(Duration.ofDays(365))));
        log.project(begin);
        assertThat(orphans.of(tenant).settled()).containsExactly(new Settled(device, 1, false));

        begin = Math.toIntExact(log.head() + 1);
        append(new IncidentClosed(
                incident(device), tenant, IncidentSubject.of(device), 1, IncidentEnd.RECOVERED, "end of 1"));
        append(new DeviceCertificateRevoked(
                EnrolmentId.of(device), tenant, device, "0b", print(device, "b"), RevocationReason.KEY_COMPROMISE));
        log.project(begin);
        Instant revokedAt = NOW.minusSeconds(60);
        jdbc.sql("update read.device_certificate set revoked_at = ?::timestamptz where fingerprint = ?")
                .params(revokedAt.toString(), print(device, "b"))
                .update();
        assertThat(orphans.of(tenant).untold())
                .containsExactly(new Orphan(device, OrphanReason.CERTIFICATE_OVER, revokedAt, 1));
    }

    private static List<String> serials(GraphQlTester reader, String more) {
        return reader.document("{ orphanDevices(tenant: \"orphans\"" + more
                        + ") { edges { node { device { serialNumber } reason since } } } }")
                .execute()
                .path("orphanDevices.edges[*].node.device.serialNumber")
                .entityList(String.class)
                .get();
    }

    /** The log of these tests sets its own times. */
    private void registeredAt(DeviceId device, Instant at) {
        jdbc.sql("update read.device set registered_at = ?::timestamptz where device_id = ?")
                .params(at.toString(), device.value())
                .update();
        jdbc.sql("update read.device_certificate set issued_at = ?::timestamptz where device_id = ?")
                .params(at.toString(), device.value())
                .update();
    }

    private DeviceId registered(String serialNumber) {
        return registered(TENANT, serialNumber);
    }

    private DeviceId registered(TenantId tenant, String serialNumber) {
        DeviceId device = DeviceId.of(tenant, "Ohmic", serialNumber);
        append(new DeviceRegistered(
                device, tenant, SITE, "Ohmic", serialNumber, History.PT100, 1, null, null, null, new TreeMap<>()));
        return device;
    }

    private DeviceId enrolled(String serialNumber) {
        return enrolled(TENANT, serialNumber);
    }

    private DeviceId enrolled(TenantId tenant, String serialNumber) {
        DeviceId device = registered(tenant, serialNumber);
        append(new DeviceEnrolled(device, LifeCycle.REGISTERED));
        append(new DeviceCommissioned(device, LifeCycle.ENROLLED));
        return device;
    }

    private static DeviceCertificateIssued certified(DeviceId device, Instant until) {
        return certified(TENANT, device, "", until);
    }

    private static String print(DeviceId device, String name) {
        return Fingerprint.of("orphan " + device + name);
    }

    private static DeviceCertificateIssued certified(TenantId tenant, DeviceId device, String name, Instant until) {
        return new DeviceCertificateIssued(
                EnrolmentId.of(device),
                tenant,
                device,
                new DeviceCertificate("0b", print(device, name), Fingerprint.of("key"), History.HEARD, until, "pem"),
                EnrolmentMeans.TOKEN,
                null);
    }

    private static IncidentId incident(DeviceId device) {
        return IncidentId.of(IncidentKind.ORPHAN, IncidentSubject.of(device), "");
    }

    private static Object opened(TenantId tenant, DeviceId device) {
        return IncidentHistory.opened(incident(device), tenant, IncidentSubject.of(device), 1, IncidentKind.ORPHAN, "");
    }

    private void append(Object event) {
        log.append(event, History.ADA, TENANT.value());
    }
}
