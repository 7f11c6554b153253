package io.devicetrail.domain.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.SiteStanding.Mass;
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
    private static final Duration SETTLE = Duration.ofSeconds(15);
    /** When all that these tests tell of has settled. */
    private static final Settling LATE = new Settling(TEN.plus(Duration.ofDays(2)), SETTLE);

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
        Silent known = new Silent(device(1), Connectivity.STALE, TEN, TEN, 7, true, 1);
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
        assertThat(steps.getFirst()).isEqualTo(new CloseIncident(MASS, IncidentEnd.TAKEN_OVER, "end of 1"));
        assertThat(steps.subList(1, steps.size()))
                .hasSize(POLICY.devices() - 1)
                .allMatch(step -> step instanceof OpenIncident open && open.kind() == IncidentKind.DEVICE_OFFLINE);
        assertThat(decide(100, List.of(), TEN))
                .containsExactly(new CloseIncident(MASS, IncidentEnd.RECOVERED, "end of 1"));
    }

    @Test
    void aMassIsOverWhenItsShareIsNoneAnyMore() {
        assertThat(decide(101, silent(20, TEN), TEN).getFirst())
                .isEqualTo(new CloseIncident(MASS, IncidentEnd.TAKEN_OVER, "end of 1"));
        assertThat(decide(100, silent(20, TEN), TEN)).isEmpty();
    }

    /** The site's incident is about those that went silent with it, and hides no other. */
    @Test
    void oneThatGoesSilentWhileAMassLastsIsToldAlone() {
        List<Silent> left = silent(25, TEN);
        for (Instant since : List.of(TEN.plus(Duration.ofDays(1)), TEN.minusSeconds(1))) {
            Silent other = new Silent(device(99), Connectivity.OFFLINE, since, since, 7, false, 0);
            List<Silent> all = Stream.concat(left.stream(), Stream.of(other)).toList();
            assertThat(decide(100, all, TEN)).singleElement().isInstanceOfSatisfying(OpenIncident.class, open -> {
                assertThat(open.kind()).isEqualTo(IncidentKind.DEVICE_OFFLINE);
                assertThat(open.subject()).isEqualTo(IncidentSubject.of(device(99)));
            });
        }
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "315, 0", "316, 1"})
    void ofTheMassIsWhatWentSilentUntilTheWindowAfterItsLastCause(int seconds, int steps) {
        List<Silent> all = Stream.concat(
                        silent(25, TEN).stream(),
                        Stream.of(
                                new Silent(device(99), Connectivity.STALE, TEN.plusSeconds(seconds), TEN, 7, false, 0)))
                .toList();
        assertThat(decide(100, all, TEN)).hasSize(steps);
    }

    /** A second cut of a site whose first is not mended is counted into the one that is open. */
    @Test
    void aFurtherMassIsCountedIntoTheOneThatLasts() {
        List<Silent> all = Stream.concat(
                        silent(25, TEN).stream(),
                        silent(60, TEN.plus(Duration.ofDays(1))).stream().skip(25))
                .toList();
        List<IncidentCommand> steps = decide(100, all, TEN);
        assertThat(steps).singleElement().isInstanceOfSatisfying(OpenIncident.class, open -> {
            assertThat(open.incident()).isEqualTo(MASS);
            assertThat(open.evidence()).containsEntry("silentDevices", "35");
        });
    }

    /** The first cut is mended in the look that sees the second. */
    @Test
    void aMassThatIsOverHidesNoFurtherOne() {
        List<IncidentCommand> steps = decide(100, silent(60, TEN.plus(Duration.ofDays(1))), TEN);
        assertThat(steps).hasSize(2);
        assertThat(steps.getFirst()).isEqualTo(new CloseIncident(MASS, IncidentEnd.RECOVERED, "end of 1"));
        assertThat(steps.getLast()).isInstanceOfSatisfying(OpenIncident.class, open -> {
            assertThat(open.incident()).isEqualTo(MASS);
            assertThat(open.since()).isEqualTo(TEN.plus(Duration.ofDays(1)));
        });
    }

    /** The newest silence is not where to look for a mass. */
    @Test
    void aStragglerHidesNoMass() {
        Instant later = TEN.plus(Duration.ofMinutes(6));
        List<Silent> all = Stream.concat(
                        silent(60, TEN).stream(), silent(61, later).stream().skip(60))
                .toList();
        List<IncidentCommand> steps = decide(100, all, null);
        assertThat(steps).hasSize(2);
        assertThat(steps.getFirst()).isInstanceOfSatisfying(OpenIncident.class, open -> {
            assertThat(open.incident()).isEqualTo(MASS);
            assertThat(open.evidence())
                    .containsEntry("silentDevices", "60")
                    .containsEntry(SilencePolicy.LAST_SILENT_AT, TEN.toString());
        });
        assertThat(steps.getLast().incident())
                .isEqualTo(IncidentId.of(IncidentKind.DEVICE_OFFLINE, IncidentSubject.of(device(60)), ""));
        List<Silent> told = all.stream()
                .map(device -> device.since().equals(later) ? known(device, true) : device)
                .toList();
        assertThat(POLICY.decide(ACME, standing(100, told, new Mass(TEN, TEN, 1)), LATE))
                .as("and stays alone")
                .isEmpty();
    }

    @Test
    void aStragglerHidesNoMassWhileAnotherLasts() {
        Instant second = TEN.plus(Duration.ofDays(1));
        List<Silent> all = Stream.of(
                        silent(25, TEN).stream(),
                        silent(60, second).stream().skip(25),
                        silent(61, second.plus(Duration.ofMinutes(6))).stream().skip(60))
                .flatMap(silent -> silent)
                .toList();
        List<IncidentCommand> steps = decide(100, all, TEN);
        assertThat(steps)
                .hasSize(2)
                .filteredOn(step -> step.incident().equals(MASS))
                .singleElement()
                .isInstanceOfSatisfying(
                        OpenIncident.class, open -> assertThat(open.evidence()).containsEntry("silentDevices", "35"));
    }

    /** One is told at a look, so that each has a cause of its own; the devices of the other wait with it. */
    @Test
    void ofTwoMassesTheEarlierComesFirstAndNoDeviceOfTheOtherIsToldAlone() {
        Instant second = TEN.plus(Duration.ofHours(1));
        List<Silent> all = Stream.concat(
                        silent(25, TEN).stream(), silent(60, second).stream().skip(25))
                .toList();
        assertThat(decide(100, all, null)).singleElement().isInstanceOfSatisfying(OpenIncident.class, open -> {
            assertThat(open.since()).isEqualTo(TEN);
            assertThat(open.evidence()).containsEntry("silentDevices", "25");
        });
        assertThat(POLICY.decide(ACME, standing(100, all, new Mass(TEN, TEN, 1)), LATE))
                .singleElement()
                .isInstanceOfSatisfying(
                        OpenIncident.class, open -> assertThat(open.cause()).isEqualTo("site at 4711, cause 2 of 1"));
    }

    /** Devices that leave the site take their positions with them, and what is told at one comes again. */
    @Test
    void noTwoCausesOfMassesAreTheSame() {
        List<Silent> cut = silent(25, TEN);
        Instant later = TEN.plus(Duration.ofDays(1));
        List<Silent> again =
                Stream.concat(cut.stream(), silent(50, later).stream().skip(25)).toList();
        List<SiteStanding> standings = List.of(
                numbered(cut, 0, null),
                numbered(again, 1, new Mass(TEN, TEN, 1)),
                numbered(again, 1, new Mass(TEN, TEN, 2)),
                numbered(cut, 1, null),
                numbered(again, 2, new Mass(TEN, TEN, 1)),
                numbered(silent(25, later), 2, new Mass(TEN, TEN, 1)));
        assertThat(standings.stream()
                        .map(standing -> POLICY.decide(ACME, standing, LATE).getLast())
                        .map(step -> ((OpenIncident) step).cause()))
                .doesNotHaveDuplicates();
        assertThat(POLICY.decide(ACME, numbered(List.of(), 7, new Mass(TEN, TEN, 1)), LATE))
                .containsExactly(new CloseIncident(MASS, IncidentEnd.RECOVERED, "end of 7"));
    }

    private static SiteStanding numbered(List<Silent> silent, int masses, @Nullable Mass mass) {
        return new SiteStanding(BASEL, 100, 4711, silent, List.of(), List.of(), masses, mass, List.of());
    }

    /** Devices are judged by leases that end one after the other: fifteen at each look. */
    @Test
    void aCutThatIsSeenBitByBitIsOneIncidentInTheEnd() {
        List<Silent> first = silent(15, TEN);
        assertThat(decide(100, first, null))
                .hasSize(15)
                .noneMatch(step -> step.incident().equals(MASS));

        List<Silent> second = Stream.concat(
                        told(first).stream(),
                        silent(30, TEN.plusSeconds(10)).stream().skip(15))
                .toList();
        List<IncidentCommand> steps = decide(100, second, null);
        assertThat(steps).hasSize(16);
        assertThat(steps.getFirst()).isInstanceOfSatisfying(OpenIncident.class, open -> {
            assertThat(open.incident()).isEqualTo(MASS);
            assertThat(open.since()).isEqualTo(TEN);
            assertThat(open.evidence()).containsEntry("silentDevices", "30");
        });
        assertThat(steps.subList(1, steps.size()))
                .hasSize(15)
                .allSatisfy(step -> assertThat(step).isInstanceOfSatisfying(CloseIncident.class, close -> {
                    assertThat(close.why()).isEqualTo(IncidentEnd.TAKEN_OVER);
                    assertThat(close.cause()).isEqualTo("end of 1");
                }));

        List<Silent> third = Stream.concat(
                        second.stream(),
                        silent(45, TEN.plusSeconds(20)).stream().skip(30))
                .toList();
        assertThat(decide(100, third, TEN))
                .as("what one look could not take over the next one does")
                .hasSize(15)
                .allMatch(CloseIncident.class::isInstance);
        List<Silent> taken = third.stream().map(device -> known(device, false)).toList();
        assertThat(decide(100, taken, TEN)).isEmpty();
    }

    /** The same silence, at the same position of the log: the record of the incident would know its cause. */
    @Test
    void whatTheSitesIncidentTookOverIsToldAgainByAnotherCause() {
        Silent device = silent(1, TEN).getFirst();
        assertThat(causes(List.of(device)))
                .doesNotContainAnyElementsOf(causes(List.of(known(known(device, true), false))));
    }

    private static List<String> causes(List<Silent> silent) {
        return decide(100, silent, null).stream()
                .map(step -> ((OpenIncident) step).cause())
                .toList();
    }

    private static List<Silent> told(List<Silent> silent) {
        return silent.stream().map(device -> known(device, true)).toList();
    }

    private static Silent known(Silent device, boolean known) {
        return new Silent(
                device.device(),
                device.connectivity(),
                device.since(),
                device.lastActivityAt(),
                device.position(),
                known,
                known ? device.told() + 1 : device.told());
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
                        new Settled(device(1), IncidentKind.DEVICE_OFFLINE, "", 8, true, TEN),
                        new Settled(device(2), IncidentKind.DEVICE_FLAPPING, "", 9, false, TEN),
                        new Settled(device(3), IncidentKind.COMMAND_FAILED, "dose", 2, false, null)),
                0,
                null,
                List.of());
        assertThat(POLICY.decide(ACME, standing, LATE))
                .containsExactly(
                        new CloseIncident(
                                IncidentId.of(IncidentKind.DEVICE_OFFLINE, IncidentSubject.of(device(1)), ""),
                                IncidentEnd.RECOVERED,
                                "end of 8"),
                        new CloseIncident(
                                IncidentId.of(IncidentKind.DEVICE_FLAPPING, IncidentSubject.of(device(2)), ""),
                                IncidentEnd.OUT_OF_SERVICE,
                                "end of 9"),
                        new CloseIncident(
                                IncidentId.of(IncidentKind.COMMAND_FAILED, IncidentSubject.of(device(3)), "dose"),
                                IncidentEnd.OUT_OF_SERVICE,
                                "end of 2"));
    }

    @Test
    void aFlappingDeviceIsAnIncidentThatSaysSo() {
        Silent device = new Silent(device(1), Connectivity.SUSPECT, TEN, TEN, 7, false, 0);
        SiteStanding standing =
                new SiteStanding(BASEL, 1, 7, List.of(), List.of(device), List.of(), 0, null, List.of());
        assertThat(POLICY.decide(ACME, standing, LATE))
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
        Mass mass = massSince == null ? null : new Mass(massSince, massSince.plusSeconds(15), 1);
        return POLICY.decide(ACME, standing(inService, silent, mass), LATE);
    }

    private static SiteStanding standing(int inService, List<Silent> silent, @Nullable Mass mass) {
        return new SiteStanding(
                BASEL, inService, 4711, silent, List.of(), List.of(), mass == null ? 0 : 1, mass, List.of());
    }

    private static List<Silent> silent(int count, Instant since) {
        return IntStream.range(0, count)
                .mapToObj(number -> new Silent(
                        device(number), Connectivity.OFFLINE, since, since.minusSeconds(60), number, false, 0))
                .toList();
    }

    private static DeviceId device(int number) {
        return DeviceId.of(ACME, "Flow AG", "P-" + number);
    }
}
