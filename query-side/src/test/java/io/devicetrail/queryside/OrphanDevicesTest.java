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
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.Fingerprint;
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
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
        append(opened(good));
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
                        new Orphan(left, OrphanReason.NOT_ENROLLED, NOW.minusSeconds(1)),
                        new Orphan(silent, OrphanReason.NEVER_HEARD, NOW.minusSeconds(1)),
                        new Orphan(over, OrphanReason.CERTIFICATE_OVER, NOW.minusSeconds(1)));
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
        DeviceId device = DeviceId.of(TENANT, "Ohmic", serialNumber);
        append(new DeviceRegistered(
                device, TENANT, SITE, "Ohmic", serialNumber, History.PT100, 1, null, null, null, new TreeMap<>()));
        return device;
    }

    private DeviceId enrolled(String serialNumber) {
        DeviceId device = registered(serialNumber);
        append(new DeviceEnrolled(device, LifeCycle.REGISTERED));
        append(new DeviceCommissioned(device, LifeCycle.ENROLLED));
        return device;
    }

    private static DeviceCertificateIssued certified(DeviceId device, Instant until) {
        String name = "orphan " + device;
        return new DeviceCertificateIssued(
                EnrolmentId.of(device),
                TENANT,
                device,
                new DeviceCertificate("0b", Fingerprint.of(name), Fingerprint.of("key"), History.HEARD, until, "pem"),
                EnrolmentMeans.TOKEN,
                null);
    }

    private static Object opened(DeviceId device) {
        IncidentSubject subject = IncidentSubject.of(device);
        return IncidentHistory.opened(
                IncidentId.of(IncidentKind.ORPHAN, subject, ""), TENANT, subject, 1, IncidentKind.ORPHAN, "");
    }

    private void append(Object event) {
        log.append(event, History.ADA, TENANT.value());
    }
}
