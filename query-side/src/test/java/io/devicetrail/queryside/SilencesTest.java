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
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentEvent.IncidentClosed;
import io.devicetrail.domain.incident.IncidentEvent.IncidentOpened;
import io.devicetrail.domain.incident.IncidentEvent.IncidentRecurred;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.incident.Settling;
import io.devicetrail.domain.incident.SilencePolicy;
import io.devicetrail.domain.incident.SiteStanding;
import io.devicetrail.domain.incident.SiteStanding.Back;
import io.devicetrail.domain.incident.SiteStanding.Mass;
import io.devicetrail.domain.incident.SiteStanding.Silent;
import io.devicetrail.domain.incident.SiteStandings;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.position.ReadModelName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** When a device went silent, whatever it was then; and what is known of a site's own incident. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class SilencesTest {
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration DAY = Duration.ofDays(1);

    @Autowired
    LogOfTests log;

    @Autowired
    SiteStandings standings;

    private TenantId tenant;
    private SiteId site;
    private int projected;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
        projected = Math.toIntExact(log.head() + 1);
    }

    private void at(String name) {
        tenant = TenantId.of(name);
        site = SiteId.of(tenant, "site");
    }

    @Test
    void oneThatIsStaleAfterItWasOfflineIsSilentSinceItWasOffline() throws TimeoutException {
        at("silences-stale");
        DeviceId pump = inService("pump");
        changed(pump, Connectivity.ONLINE, Connectivity.OFFLINE, TEN);
        changed(pump, Connectivity.OFFLINE, Connectivity.STALE, TEN.plus(DAY));
        assertThat(silent()).extracting(Silent::since).containsExactly(TEN);
        String before = devices().digest();
        rebuild();
        assertThat(devices().digest()).isEqualTo(before);
        assertThat(silent()).extracting(Silent::since).containsExactly(TEN);

        changed(pump, Connectivity.STALE, Connectivity.ONLINE, TEN.plus(DAY).plusSeconds(1));
        changed(pump, Connectivity.ONLINE, Connectivity.SUSPECT, TEN.plus(DAY).plusSeconds(2));
        assertThat(standing()).isEmpty();
        changed(pump, Connectivity.SUSPECT, Connectivity.STALE, TEN.plus(DAY).plusSeconds(3));
        assertThat(silent())
                .as("the next silence")
                .extracting(Silent::since)
                .containsExactly(TEN.plus(DAY).plusSeconds(3));
    }

    /** As they all are, a day after a cut that nobody mended. */
    @Test
    void aMassWhoseDevicesAllTurnStaleIsNoReasonForAStep() throws TimeoutException {
        at("silences-mass");
        List<DeviceId> devices = IntStream.range(0, 100)
                .mapToObj(number -> inService("D-" + number))
                .toList();
        devices.forEach(device -> changed(device, null, Connectivity.ONLINE, TEN.minusSeconds(60)));
        List<DeviceId> cut = devices.subList(0, 25);
        cut.forEach(device -> changed(device, Connectivity.ONLINE, Connectivity.OFFLINE, TEN));
        opened(1, TEN, TEN);
        assertThat(steps(TEN.plusSeconds(60))).isEmpty();
        cut.subList(0, 12).forEach(device -> changed(device, Connectivity.OFFLINE, Connectivity.STALE, TEN.plus(DAY)));
        assertThat(steps(TEN.plus(DAY).plusSeconds(60))).isEmpty();
        cut.subList(12, 25).forEach(device -> changed(device, Connectivity.OFFLINE, Connectivity.STALE, TEN.plus(DAY)));
        assertThat(steps(TEN.plus(DAY).plusSeconds(120))).isEmpty();
    }

    @Test
    void aMassIsToldWithItsNumberItsCausesAndItsLastSilence() throws TimeoutException {
        at("silences-causes");
        DeviceId pump = inService("pump");
        opened(1, TEN, TEN);
        append(new IncidentClosed(mass(), tenant, subject(), 1, IncidentEnd.RECOVERED, "end of 1"));
        opened(2, TEN, null);
        long openedAt = log.head();
        assertThat(onlyMass()).isEqualTo(new Mass(TEN, LogOfTests.FIRST.plusSeconds(openedAt), 1));
        recurred(1, null);
        assertThat(onlyMass())
                .as("without evidence as those of before, which moves with each cause")
                .isEqualTo(new Mass(TEN, LogOfTests.FIRST.plusSeconds(openedAt + 1), 2));
        recurred(2, TEN.plusSeconds(7));
        assertThat(onlyMass()).isEqualTo(new Mass(TEN, TEN.plusSeconds(7), 3));
        assertThat(standing().getFirst().masses()).isEqualTo(2);

        changed(pump, Connectivity.ONLINE, Connectivity.OFFLINE, TEN.plusSeconds(1));
        assertThat(standing().getFirst().back()).isEmpty();
        changed(pump, Connectivity.OFFLINE, Connectivity.ONLINE, TEN.plusSeconds(9));
        assertThat(standing().getFirst().back())
                .containsExactly(new Back(pump, TEN.plusSeconds(1), TEN.plusSeconds(9)));
    }

    private List<?> steps(Instant now) throws TimeoutException {
        return SilencePolicy.DEFAULT.decide(tenant, standing().getFirst(), new Settling(now, Duration.ofSeconds(15)));
    }

    private List<Silent> silent() throws TimeoutException {
        return standing().getFirst().silent();
    }

    private Mass onlyMass() throws TimeoutException {
        return standing().getFirst().mass();
    }

    private List<SiteStanding> standing() throws TimeoutException {
        log.project(projected);
        projected = Math.toIntExact(log.head() + 1);
        return standings.of(tenant);
    }

    private ReadModel devices() {
        return log.readModels().stream()
                .filter(model -> model.name().equals(ReadModelName.DEVICES))
                .findFirst()
                .orElseThrow();
    }

    private void rebuild() {
        devices().beginRebuild();
        log.project(devices(), 0, log.head() + 1);
        devices().completeRebuild();
    }

    private DeviceId inService(String serialNumber) {
        DeviceId device = DeviceId.of(tenant, "Ohmic", serialNumber);
        append(new DeviceRegistered(
                device, tenant, site, "Ohmic", serialNumber, History.PT100, 1, null, null, null, new TreeMap<>()));
        append(new DeviceEnrolled(device, LifeCycle.REGISTERED));
        append(new DeviceCommissioned(device, LifeCycle.ENROLLED));
        return device;
    }

    private void changed(DeviceId device, @Nullable Connectivity from, Connectivity to, Instant since) {
        append(new ConnectivityChanged(
                ConnectivityId.of(device),
                device,
                tenant,
                from,
                to,
                List.of(ConnectivityReason.WILL_RECEIVED),
                since,
                new Lease(since.minusSeconds(60), "telemetry", 30, null, false),
                since));
    }

    private void opened(int number, Instant since, @Nullable Instant lastSilentAt) {
        append(new IncidentOpened(
                mass(),
                tenant,
                subject(),
                number,
                IncidentKind.MASS_DISCONNECT,
                "",
                since,
                evidence(lastSilentAt),
                "cause 1 of " + number));
    }

    private void recurred(int fromCauses, @Nullable Instant lastSilentAt) {
        append(new IncidentRecurred(
                mass(),
                tenant,
                subject(),
                2,
                fromCauses,
                fromCauses + 1,
                evidence(lastSilentAt),
                "cause " + (fromCauses + 1) + " of 2"));
    }

    private static TreeMap<String, String> evidence(@Nullable Instant lastSilentAt) {
        return lastSilentAt == null
                ? new TreeMap<>()
                : new TreeMap<>(Map.of(SilencePolicy.LAST_SILENT_AT, lastSilentAt.toString()));
    }

    private IncidentId mass() {
        return IncidentId.of(IncidentKind.MASS_DISCONNECT, subject(), "");
    }

    private IncidentSubject subject() {
        return IncidentSubject.of(site);
    }

    private void append(Object event) {
        log.append(event, History.ADA, tenant.value());
    }
}
