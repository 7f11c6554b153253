package io.devicetrail.domain.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** 2026-11-23 is a Monday; the clocks of Berlin are put forward on 2026-03-29 and back on 2026-10-25, both Sundays. */
class SiteHoursTest {
    private static final long SEED = Long.getLong("windows.seed", 4711L);
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "MONDAY, 02:00, 180, 2026-11-23T00:59:59Z, false",
        "MONDAY, 02:00, 180, 2026-11-23T01:00:00Z, true",
        "MONDAY, 02:00, 180, 2026-11-23T03:59:59Z, true",
        "MONDAY, 02:00, 180, 2026-11-23T04:00:00Z, false",
        "MONDAY, 02:00, 180, 2026-11-24T02:00:00Z, false",
        "MONDAY, 22:00, 360, 2026-11-23T20:59:59Z, false",
        "MONDAY, 22:00, 360, 2026-11-23T21:00:00Z, true",
        "MONDAY, 22:00, 360, 2026-11-24T02:59:59Z, true",
        "MONDAY, 22:00, 360, 2026-11-24T03:00:00Z, false",
        "MONDAY, 22:00, 360, 2026-11-23T02:00:00Z, false",
        "MONDAY, 00:00, 1440, 2026-11-22T23:00:00Z, true",
        "MONDAY, 00:00, 1440, 2026-11-23T22:59:59Z, true",
        "MONDAY, 00:00, 1440, 2026-11-23T23:00:00Z, false",
        // As the reference agent has it, in its WindowTest: the device must not refuse what it is offered.
        "SUNDAY, 01:30, 90, 2026-03-29T00:59:59Z, true",
        "SUNDAY, 01:30, 90, 2026-03-29T01:00:00Z, false",
        "SUNDAY, 01:30, 90, 2026-10-25T00:30:00Z, true",
        "SUNDAY, 01:30, 90, 2026-10-25T01:30:00Z, true",
        "SUNDAY, 01:30, 90, 2026-10-25T02:00:00Z, false",
    })
    void aWindowIsOpenByTheClockOnTheWallOfTheSite(
            DayOfWeek day, LocalTime from, int minutes, Instant at, boolean open) {
        assertThat(berlin(day, from, minutes).open(at)).isEqualTo(open);
    }

    /** Nine in the evening of UTC in winter and eight in summer are ten in Berlin. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-27T12:00:00Z, 2026-03-27T21:00:00Z, 2026-03-27T22:00:00Z",
        "2026-03-28T12:00:00Z, 2026-03-28T21:00:00Z, 2026-03-28T22:00:00Z",
        "2026-03-29T12:00:00Z, 2026-03-29T20:00:00Z, 2026-03-29T21:00:00Z",
        "2026-10-24T12:00:00Z, 2026-10-24T20:00:00Z, 2026-10-24T21:00:00Z",
        "2026-10-25T12:00:00Z, 2026-10-25T21:00:00Z, 2026-10-25T22:00:00Z",
    })
    void itOpensAtTheSameTimeOfTheSiteBeforeAndAfterTheClocksArePut(Instant now, Instant opens, Instant closes) {
        SiteHours nightly = new SiteHours(
                List.of(new MaintenanceWindow(List.of(DayOfWeek.values()), LocalTime.of(22, 0), 60, 60)), BERLIN);
        assertThat(nightly.opensAt(now)).isEqualTo(opens);
        assertThat(nightly.closesAt(opens)).contains(closes);
        assertThat(nightly.opensAt(opens)).as("it is open").isEqualTo(opens);
        assertThat(nightly.closesAt(now)).as("it is closed").contains(now);
    }

    /** From two to three the clock shows nothing: half of it is left, or nothing, and the next is in a week. */
    @ParameterizedTest
    @CsvSource({
        "01:30, 90, 2026-03-29T00:30:00Z, 2026-03-29T01:00:00Z",
        "02:30, 60, 2026-03-29T01:00:00Z, 2026-03-29T01:30:00Z",
        "02:15, 30, 2026-04-05T00:15:00Z, 2026-04-05T00:45:00Z",
        "22:00, 360, 2026-03-29T20:00:00Z, 2026-03-30T02:00:00Z",
    })
    void whereTheClockIsPutForwardItIsShorterOrLeftOut(LocalTime from, int minutes, Instant opens, Instant closes) {
        SiteHours sundays = berlin(DayOfWeek.SUNDAY, from, minutes);
        assertThat(sundays.opensAt(Instant.parse("2026-03-28T23:30:00Z"))).isEqualTo(opens);
        assertThat(sundays.closesAt(opens)).contains(closes);
    }

    /** The clock shows two to three twice: a window that begins in it comes twice, one that ends in it opens again. */
    @ParameterizedTest
    @CsvSource({
        "02:15, 30, 2026-10-25T00:15:00Z, 2026-10-25T00:45:00Z, 2026-10-25T01:15:00Z, 2026-10-25T01:45:00Z",
        "01:30, 60, 2026-10-24T23:30:00Z, 2026-10-25T00:30:00Z, 2026-10-25T01:00:00Z, 2026-10-25T01:30:00Z",
        "01:30, 120, 2026-10-24T23:30:00Z, 2026-10-25T02:30:00Z, 2026-11-01T00:30:00Z, 2026-11-01T02:30:00Z",
    })
    void whereTheClockIsPutBackItIsLongerOrComesTwice(
            LocalTime from, int minutes, Instant opens, Instant closes, Instant again, Instant closesAgain) {
        SiteHours sundays = berlin(DayOfWeek.SUNDAY, from, minutes);
        assertThat(sundays.opensAt(Instant.parse("2026-10-24T22:30:00Z"))).isEqualTo(opens);
        assertThat(sundays.closesAt(opens)).contains(closes);
        assertThat(sundays.opensAt(closes)).isEqualTo(again);
        assertThat(sundays.closesAt(again)).contains(closesAgain);
    }

    @Test
    void windowsThatTouchAreOneAndWithoutAnyItIsAlwaysOpen() {
        Instant noon = Instant.parse("2026-11-23T12:00:00Z");
        MaintenanceWindow day = new MaintenanceWindow(List.of(DayOfWeek.values()), LocalTime.MIDNIGHT, 1_440, 1_440);
        assertThat(new SiteHours(List.of(day), BERLIN).closesAt(noon)).isEmpty();
        SiteHours always = new SiteHours(List.of(), BERLIN);
        assertThat(always.open(noon)).isTrue();
        assertThat(always.opensAt(noon)).isEqualTo(noon);
        assertThat(always.closesAt(noon)).isEmpty();
        SiteHours two = new SiteHours(
                List.of(
                        new MaintenanceWindow(List.of(DayOfWeek.MONDAY), LocalTime.of(12, 0), 90, 90),
                        new MaintenanceWindow(List.of(DayOfWeek.MONDAY), LocalTime.of(13, 0), 60, 60)),
                BERLIN);
        assertThat(two.closesAt(noon.minusSeconds(3_600))).contains(Instant.parse("2026-11-23T13:00:00Z"));
    }

    /** Against a walk from minute to minute, in zones that put their clocks by half an hour, at midnight, or by a day. */
    @Test
    void openingAndClosingAreTheFirstMinutesAtWhichItIsOpenOrNot() {
        List<String> zones = List.of(
                "Europe/Berlin",
                "America/New_York",
                "Australia/Lord_Howe",
                "America/Havana",
                "Pacific/Apia",
                "Asia/Kathmandu",
                "UTC");
        Random random = new Random(SEED);
        int opened = 0;
        for (int trial = 0; trial < 400; trial++) {
            SiteHours hours = new SiteHours(
                    IntStream.rangeClosed(1, 1 + random.nextInt(3))
                            .mapToObj(number -> anyWindow(random))
                            .toList(),
                    ZoneId.of(zones.get(random.nextInt(zones.size()))));
            // Samoa left out the 30th of December 2011.
            Instant from = Instant.parse(random.nextBoolean() ? "2011-12-26T00:00:00Z" : "2026-10-20T00:00:00Z")
                    .plus(Duration.ofMinutes(random.nextInt(10_080)));
            String trialOf = "trial " + trial + " of seed " + SEED + ": " + hours + " from " + from;
            assertThat(hours.opensAt(from)).as(trialOf).isEqualTo(firstMinute(hours, from, true));
            Instant opens = hours.opensAt(from);
            Instant closes = firstMinute(hours, opens, false);
            assertThat(hours.closesAt(opens))
                    .as(trialOf)
                    .isEqualTo(hours.open(closes) ? Optional.empty() : Optional.of(closes));
            opened += opens.equals(from) ? 0 : 1;
        }
        assertThat(opened).as("the control: some had to wait").isGreaterThan(100);
    }

    private static Instant firstMinute(SiteHours hours, Instant from, boolean open) {
        Instant minute = from;
        while (hours.open(minute) != open && minute.isBefore(from.plus(Duration.ofDays(15)))) {
            minute = minute.plus(Duration.ofMinutes(1));
        }
        return minute;
    }

    private static MaintenanceWindow anyWindow(Random random) {
        int minutes = 1 + random.nextInt(MaintenanceWindow.LONGEST_MINUTES);
        return new MaintenanceWindow(
                List.of(DayOfWeek.of(1 + random.nextInt(7))),
                LocalTime.ofSecondOfDay(60L * random.nextInt(1_440)),
                minutes,
                minutes);
    }

    private static SiteHours berlin(DayOfWeek day, LocalTime from, int minutes) {
        return new SiteHours(List.of(new MaintenanceWindow(List.of(day), from, minutes, minutes)), BERLIN);
    }
}
