package io.devicetrail.domain.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.SiteStanding.Settled;
import io.devicetrail.domain.incident.SiteStanding.Silent;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SilencePolicyTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final SiteId BASEL = SiteId.of(ACME, "basel");
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final SilencePolicy POLICY = SilencePolicy.DEFAULT;
    private static final IncidentId MASS = IncidentId.of(IncidentKind.MASS_DISCONNECT, IncidentSubject.of(BASEL), "");

    @Test
    void eachSilentDeviceIsAnIncidentOfItsOwn() {
        assertThat(decide(100, silent(3, TEN), null))
                .hasSize(3)
                .allSatisfy(step -> assertThat(step).isInstanceOfSatisfying(OpenIncident.class, open -> {
                    assertThat(open.kind()).isEqualTo(IncidentKind.DEVICE_OFFLINE);
                    assertThat(open.since()).isEqualTo(TEN);
                    assertThat(open.evidence())
                            .containsEntry("connectivity", "OFFLINE")
                            .containsEntry(
                                    "lastActivityAt", TEN.minusSeconds(60).toString());
                }));
    }

    @Test
    void oneThatIsKnownIsNotToldAgain() {
        Silent known = new Silent(device(1), Connectivity.STALE, TEN, TEN, 7, true);
        assertThat(decide(100, List.of(known), null)).isEmpty();
    }

    /** Enough of them and enough of the site, or so many that their share does not matter. */
    @ParameterizedTest
    @CsvSource({
        "19, 20, false",
        "20, 20, true",
        "20, 100, true",
        "20, 101, false",
        "99, 10000, false",
        "100, 10000, true",
        "10000, 10000, true"
    })
    void manyTogetherAreOneIncidentOfTheSite(int silent, int inService, boolean mass) {
        List<IncidentCommand> steps = decide(inService, silent(silent, TEN), null);
        assertThat(steps).hasSize(mass ? 1 : silent);
        assertThat(steps.getFirst()).isInstanceOfSatisfying(OpenIncident.class, open -> {
            assertThat(open.kind()).isEqualTo(mass ? IncidentKind.MASS_DISCONNECT : IncidentKind.DEVICE_OFFLINE);
            if (mass) {
                assertThat(open.subject()).isEqualTo(IncidentSubject.of(BASEL));
                assertThat(open.evidence())
                        .containsEntry("silentDevices", Integer.toString(silent))
                        .containsEntry("devicesInService", Integer.toString(inService));
            }
        });
    }

    @Test
    void onesThatWentSilentLongBeforeAreNotOfTheMass() {
        Instant before = TEN.minus(POLICY.window()).minusSeconds(1);
        List<Silent> all = Stream.concat(silent(19, before).stream(), silent(1, TEN).stream())
                .toList();
        assertThat(decide(20, all, null))
                .hasSize(20)
                .noneMatch(step -> step.incident().equals(MASS));
        List<Silent> both = Stream.concat(
                        silent(2, before).stream(), silent(50, TEN).stream().skip(2))
                .toList();
        assertThat(decide(52, both, null))
                .hasSize(3)
                .filteredOn(step -> step.incident().equals(MASS))
                .hasSize(1);
    }

    @Test
    void whileTheMassLastsItsDevicesAreNoIncidents() {
        assertThat(decide(100, silent(60, TEN), TEN)).isEmpty();
    }

    @Test
    void aMassThatIsOverLeavesThoseThatAreStillSilent() {
        List<IncidentCommand> steps = decide(100, silent(POLICY.devices() - 1, TEN), TEN);
        assertThat(steps.getFirst()).isEqualTo(new CloseIncident(MASS, IncidentEnd.TAKEN_OVER, "site at 4711"));
        assertThat(steps.subList(1, steps.size()))
                .hasSize(POLICY.devices() - 1)
                .allMatch(step -> step instanceof OpenIncident open && open.kind() == IncidentKind.DEVICE_OFFLINE);
        assertThat(decide(100, List.of(), TEN))
                .containsExactly(new CloseIncident(MASS, IncidentEnd.RECOVERED, "site at 4711"));
    }

    @Test
    void whatIsSettledIsClosed() {
        SiteStanding standing = new SiteStanding(
                BASEL,
                10,
                4711,
                List.of(),
                List.of(),
                List.of(
                        new Settled(device(1), IncidentKind.DEVICE_OFFLINE, 8, true),
                        new Settled(device(2), IncidentKind.DEVICE_FLAPPING, 9, false)),
                null);
        assertThat(POLICY.decide(ACME, standing))
                .containsExactly(
                        new CloseIncident(
                                IncidentId.of(IncidentKind.DEVICE_OFFLINE, IncidentSubject.of(device(1)), ""),
                                IncidentEnd.RECOVERED,
                                "device at 8"),
                        new CloseIncident(
                                IncidentId.of(IncidentKind.DEVICE_FLAPPING, IncidentSubject.of(device(2)), ""),
                                IncidentEnd.OUT_OF_SERVICE,
                                "device at 9"));
    }

    @Test
    void aFlappingDeviceIsAnIncidentThatSaysSo() {
        Silent device = new Silent(device(1), Connectivity.SUSPECT, TEN, TEN, 7, false);
        SiteStanding standing = new SiteStanding(BASEL, 1, 7, List.of(), List.of(device), List.of(), null);
        assertThat(POLICY.decide(ACME, standing))
                .singleElement()
                .isInstanceOfSatisfying(
                        OpenIncident.class, open -> assertThat(open.kind()).isEqualTo(IncidentKind.DEVICE_FLAPPING));
    }

    /** Ten thousand at once are decided in a moment, and are one incident. */
    @Test
    void aMassOfAnySizeIsOneStep() {
        assertThat(POLICY.window()).isEqualTo(Duration.ofMinutes(5));
        assertThat(decide(10_000, silent(10_000, TEN), null)).hasSize(1);
    }

    private static List<IncidentCommand> decide(int inService, List<Silent> silent, @Nullable Instant massSince) {
        return POLICY.decide(ACME, new SiteStanding(BASEL, inService, 4711, silent, List.of(), List.of(), massSince));
    }

    private static List<Silent> silent(int count, Instant since) {
        return IntStream.range(0, count)
                .mapToObj(number ->
                        new Silent(device(number), Connectivity.OFFLINE, since, since.minusSeconds(60), number, false))
                .toList();
    }

    private static DeviceId device(int number) {
        return DeviceId.of(ACME, "Flow AG", "P-" + number);
    }
}
