package io.devicetrail.domain.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.SiteStanding.Back;
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

/** How long each device is silent, or back, before anybody is told. */
class SettlingTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final SiteId BASEL = SiteId.of(ACME, "basel");
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration SETTLE = Duration.ofSeconds(15);
    private static final IncidentId MASS = IncidentId.of(IncidentKind.MASS_DISCONNECT, IncidentSubject.of(BASEL), "");
    private static final int A_MASS = SilencePolicy.DEFAULT.devices();

    @ParameterizedTest
    @CsvSource({"0, 0", "14999, 0", "15000, 1", "3600000, 1"})
    void aDeviceIsToldWhenItHasBeenSilentForLongEnough(long millis, int steps) {
        SiteStanding standing = silent(silent(0, 1, TEN), null);
        assertThat(decide(standing, TEN.plusMillis(millis))).hasSize(steps);
        assertThat(next(standing, TEN.plusMillis(millis))).isEqualTo(steps == 0 ? TEN.plus(SETTLE) : null);
    }

    @Test
    void oneThatIsOldEnoughDoesNotWaitForTheOthers() {
        SiteStanding standing = silent(and(silent(0, 1, TEN), silent(1, 1, TEN.plusSeconds(10))), null);
        assertThat(decide(standing, TEN.plusSeconds(15)))
                .singleElement()
                .satisfies(step -> assertThat(step.incident())
                        .isEqualTo(IncidentId.of(IncidentKind.DEVICE_OFFLINE, IncidentSubject.of(device(0)), "")));
        assertThat(next(standing, TEN.plusSeconds(15))).isEqualTo(TEN.plusSeconds(25));
    }

    @ParameterizedTest
    @CsvSource({
        "DEVICE_OFFLINE, true, 14999, 0",
        "DEVICE_OFFLINE, true, 15000, 1",
        "DEVICE_OFFLINE, false, 0, 1",
        "DEVICE_FLAPPING, true, 0, 1"
    })
    void anIncidentIsClosedWhenTheDeviceHasBeenBackForLongEnough(
            IncidentKind kind, boolean inService, long millis, int steps) {
        SiteStanding standing = new SiteStanding(
                BASEL,
                10,
                7,
                List.of(),
                List.of(),
                List.of(new Settled(device(0), kind, "", 1, inService, TEN)),
                0,
                null,
                List.of());
        assertThat(decide(standing, TEN.plusMillis(millis))).hasSize(steps);
        assertThat(next(standing, TEN.plusMillis(millis))).isEqualTo(steps == 0 ? TEN.plus(SETTLE) : null);
    }

    /** Nor is one of its devices told alone, only to be taken over by the site's incident in a moment. */
    @Test
    void aMassWaitsUntilSoManyHaveBeenSilentForLongEnough() {
        SiteStanding standing = silent(and(silent(0, 5, TEN), silent(5, 25, TEN.plusSeconds(10))), null);
        assertThat(decide(standing, TEN.plusSeconds(24))).isEmpty();
        assertThat(next(standing, TEN.plusSeconds(24))).isEqualTo(TEN.plusSeconds(25));
        assertThat(decide(standing, TEN.plusSeconds(25)))
                .singleElement()
                .isInstanceOfSatisfying(OpenIncident.class, open -> {
                    assertThat(open.incident()).isEqualTo(MASS);
                    assertThat(open.since()).isEqualTo(TEN);
                    assertThat(open.evidence()).containsEntry("silentDevices", "30");
                });
    }

    @Test
    void aMassCountsAlsoThoseThatWentSilentAMomentAgo() {
        SiteStanding standing = silent(and(silent(0, A_MASS, TEN), silent(A_MASS, 5, TEN.plusSeconds(10))), null);
        assertThat(decide(standing, TEN.plusSeconds(15)))
                .singleElement()
                .isInstanceOfSatisfying(
                        OpenIncident.class,
                        open -> assertThat(open.evidence())
                                .containsEntry("silentDevices", "25")
                                .containsEntry(
                                        SilencePolicy.LAST_SILENT_AT,
                                        TEN.plusSeconds(10).toString()));
    }

    /** Those that blink keep nobody waiting for longer than that. */
    @Test
    void whereTheOthersCameBackTheOneIsToldAlone() {
        SiteStanding standing = silent(silent(0, 1, TEN), null);
        assertThat(decide(standing, TEN.plusSeconds(24)))
                .singleElement()
                .isInstanceOfSatisfying(
                        OpenIncident.class, open -> assertThat(open.kind()).isEqualTo(IncidentKind.DEVICE_OFFLINE));
    }

    @Test
    void aMassIsNotOverBecauseItsDevicesBlink() {
        Instant back = TEN.plusSeconds(100);
        SiteStanding standing = new SiteStanding(
                BASEL,
                100,
                7,
                silent(0, A_MASS - 1, TEN),
                List.of(),
                List.of(),
                1,
                new Mass(TEN, TEN, 1),
                List.of(new Back(device(99), TEN, back)));
        assertThat(decide(standing, back.plusMillis(50))).isEmpty();
        assertThat(next(standing, back.plusMillis(50))).isEqualTo(back.plus(SETTLE));
        assertThat(decide(standing, back.plus(SETTLE)))
                .hasSize(A_MASS)
                .startsWith(new CloseIncident(MASS, IncidentEnd.TAKEN_OVER, "end of 1"));
    }

    @Test
    void oneThatIsBackFromALaterSilenceIsNoneOfTheMass() {
        Instant later = TEN.plus(Duration.ofDays(1));
        SiteStanding standing = new SiteStanding(
                BASEL,
                100,
                7,
                silent(0, A_MASS - 1, TEN),
                List.of(),
                List.of(),
                1,
                new Mass(TEN, TEN, 1),
                List.of(new Back(device(99), later, later)));
        assertThat(decide(standing, later)).hasSize(A_MASS);
    }

    private static List<IncidentCommand> decide(SiteStanding standing, Instant now) {
        return SilencePolicy.DEFAULT.decide(ACME, standing, new Settling(now, SETTLE));
    }

    private static @Nullable Instant next(SiteStanding standing, Instant now) {
        return new Settling(now, SETTLE).next(standing).orElse(null);
    }

    private static SiteStanding silent(List<Silent> silent, @Nullable Mass mass) {
        return new SiteStanding(BASEL, 100, 7, silent, List.of(), List.of(), 0, mass, List.of());
    }

    private static List<Silent> and(List<Silent> some, List<Silent> others) {
        return Stream.concat(some.stream(), others.stream()).toList();
    }

    private static List<Silent> silent(int from, int count, Instant since) {
        return IntStream.range(from, from + count)
                .mapToObj(number -> new Silent(device(number), Connectivity.OFFLINE, since, since, number, false, 0))
                .toList();
    }

    private static DeviceId device(int number) {
        return DeviceId.of(ACME, "Flow AG", "P-" + number);
    }
}
