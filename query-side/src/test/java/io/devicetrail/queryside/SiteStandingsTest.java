package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityEvent.ConnectivityChanged;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.connectivity.ConnectivityReason;
import io.devicetrail.domain.connectivity.Lease;
import io.devicetrail.domain.device.DeviceEvent.DeviceCommissioned;
import io.devicetrail.domain.device.DeviceEvent.DeviceEnrolled;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEvent.IncidentClosed;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.incident.SiteStanding;
import io.devicetrail.domain.incident.SiteStanding.Mass;
import io.devicetrail.domain.incident.SiteStanding.Settled;
import io.devicetrail.domain.incident.SiteStanding.Silent;
import io.devicetrail.domain.incident.SiteStandings;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent.SiteOpened;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How the devices of a site stand, beside the incidents that are open: what the watch over silence goes by. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class SiteStandingsTest {
    private static final TenantId TENANT = TenantId.of("standings");
    private static final SiteId SITE = SiteId.of(TENANT, "site");
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");

    @Autowired
    LogOfTests log;

    @Autowired
    SiteStandings standings;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
    }

    @Test
    void whatIsSilentFlappingAndSettledIsTold() throws TimeoutException {
        int begin = Math.toIntExact(log.head() + 1);
        append(new TenantCreated(TENANT, "Standings"));
        append(new SiteOpened(TENANT, SITE, "site", "Site", "UTC"));
        DeviceId away = inService("away");
        DeviceId back = inService("back");
        DeviceId flaps = inService("flaps");
        append(changed(inService("new"), null, Connectivity.ONLINE, ConnectivityReason.HEARD_FROM_DEVICE));
        inService("never");
        long awayAt =
                append(changed(away, Connectivity.ONLINE, Connectivity.OFFLINE, ConnectivityReason.WILL_RECEIVED));
        append(changed(back, Connectivity.ONLINE, Connectivity.OFFLINE, ConnectivityReason.WILL_RECEIVED));
        long flapsAt = append(changed(flaps, Connectivity.ONLINE, Connectivity.SUSPECT, ConnectivityReason.FLAPPING));
        append(opened(back, IncidentKind.DEVICE_OFFLINE));
        log.project(begin);
        assertThat(standings.of(TENANT))
                .containsExactly(new SiteStanding(
                        SITE,
                        4,
                        flapsAt,
                        List.of(
                                silent(away, Connectivity.OFFLINE, awayAt, 0),
                                silent(back, Connectivity.OFFLINE, awayAt + 1, 1)),
                        List.of(silent(flaps, Connectivity.SUSPECT, flapsAt, 0)),
                        List.of(),
                        0,
                        null,
                        List.of()));

        begin = Math.toIntExact(log.head() + 1);
        append(opened(flaps, IncidentKind.DEVICE_FLAPPING));
        append(opened(away, IncidentKind.DEVICE_OFFLINE));
        append(changed(back, Connectivity.OFFLINE, Connectivity.ONLINE, ConnectivityReason.HEARD_FROM_DEVICE));
        long suspendedAt = append(new DeviceSuspended(away, LifeCycle.ACTIVE));
        IncidentSubject site = IncidentSubject.of(SITE);
        long massAt = append(IncidentHistory.opened(
                IncidentId.of(IncidentKind.MASS_DISCONNECT, site, ""),
                TENANT,
                site,
                1,
                IncidentKind.MASS_DISCONNECT,
                ""));
        log.project(begin);
        SiteStanding standing = standings.of(TENANT).getFirst();
        assertThat(standing.inService()).isEqualTo(3);
        assertThat(standing.position()).isEqualTo(suspendedAt);
        assertThat(standing.silent()).isEmpty();
        assertThat(standing.flapping()).isEmpty();
        assertThat(standing.settled())
                .containsExactlyInAnyOrder(
                        new Settled(back, IncidentKind.DEVICE_OFFLINE, "", 1, true, TEN),
                        new Settled(away, IncidentKind.DEVICE_OFFLINE, "", 1, false, TEN));
        assertThat(standing.mass()).isEqualTo(new Mass(History.HEARD, LogOfTests.FIRST.plusSeconds(massAt), 1));

        begin = Math.toIntExact(log.head() + 1);
        append(closed(back, IncidentKind.DEVICE_OFFLINE));
        append(closed(away, IncidentKind.DEVICE_OFFLINE));
        append(new IncidentClosed(
                IncidentId.of(IncidentKind.MASS_DISCONNECT, site, ""), TENANT, site, 1, IncidentEnd.RECOVERED, "x"));
        log.project(begin);
        assertThat(standings.of(TENANT)).as("all is said that is so").isEmpty();
        assertThat(standings.of(History.OTHER)).isEmpty();

        begin = Math.toIntExact(log.head() + 1);
        append(failed(flaps));
        append(failed(back));
        append(new DeviceRetired(back, LifeCycle.ACTIVE));
        log.project(begin);
        assertThat(standings.of(TENANT))
                .as("nobody sends commands to a device that has ended")
                .singleElement()
                .satisfies(one -> assertThat(one.settled())
                        .containsExactly(new Settled(back, IncidentKind.COMMAND_FAILED, "dose", 1, false, TEN)));
    }

    private static Object failed(DeviceId device) {
        IncidentSubject subject = IncidentSubject.of(device);
        return IncidentHistory.opened(
                IncidentId.of(IncidentKind.COMMAND_FAILED, subject, "dose"),
                TENANT,
                subject,
                1,
                IncidentKind.COMMAND_FAILED,
                "dose");
    }

    private DeviceId inService(String serialNumber) {
        DeviceId device = DeviceId.of(TENANT, "Ohmic", serialNumber);
        append(new DeviceRegistered(
                device, TENANT, SITE, "Ohmic", serialNumber, History.PT100, 1, null, null, null, new TreeMap<>()));
        append(new DeviceEnrolled(device, LifeCycle.REGISTERED));
        append(new DeviceCommissioned(device, LifeCycle.ENROLLED));
        return device;
    }

    private long append(Object event) {
        return log.append(event, History.ADA, TENANT.value());
    }

    private static ConnectivityChanged changed(
            DeviceId device, @Nullable Connectivity from, Connectivity to, ConnectivityReason reason) {
        return new ConnectivityChanged(
                ConnectivityId.of(device),
                device,
                TENANT,
                from,
                to,
                List.of(reason),
                TEN,
                new Lease(TEN.minusSeconds(60), "telemetry", 30, null, false),
                TEN);
    }

    private static Silent silent(DeviceId device, Connectivity connectivity, long position, int told) {
        return new Silent(device, connectivity, TEN, TEN.minusSeconds(60), position, told > 0, told);
    }

    private static Object opened(DeviceId device, IncidentKind kind) {
        IncidentSubject subject = IncidentSubject.of(device);
        return IncidentHistory.opened(IncidentId.of(kind, subject, ""), TENANT, subject, 1, kind, "");
    }

    private static Object closed(DeviceId device, IncidentKind kind) {
        IncidentSubject subject = IncidentSubject.of(device);
        return new IncidentClosed(
                IncidentId.of(kind, subject, ""), TENANT, subject, 1, IncidentEnd.RECOVERED, "closed");
    }
}
