package io.devicetrail.update.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WindowTest {

    private static Window on(DayOfWeek day, String from, String to) {
        return new Window(Set.of(day), LocalTime.parse(from), LocalTime.parse(to), ZoneId.of("Europe/Vienna"));
    }

    /** 2026-11-23 is a Monday; Vienna is one hour ahead of UTC in winter. */
    @ParameterizedTest
    @CsvSource({
        "2026-11-23T00:59:59Z, false",
        "2026-11-23T01:00:00Z, true",
        "2026-11-23T03:59:59Z, true",
        "2026-11-23T04:00:00Z, false",
        "2026-11-24T02:00:00Z, false",
    })
    void a_window_is_open_from_its_beginning_to_before_its_end_by_the_sites_clock(Instant moment, boolean open) {
        assertThat(on(DayOfWeek.MONDAY, "02:00", "05:00").contains(moment)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-23T20:59:59Z, false",
        "2026-11-23T21:00:00Z, true",
        "2026-11-24T02:59:59Z, true",
        "2026-11-24T03:00:00Z, false",
        "2026-11-23T02:00:00Z, false",
    })
    void one_over_midnight_belongs_to_the_day_on_which_it_begins(Instant moment, boolean open) {
        assertThat(on(DayOfWeek.MONDAY, "22:00", "04:00").contains(moment)).isEqualTo(open);
    }

    /** 2026-03-29, 02:00 to 03:00 is left out in Vienna; 2026-10-25 it is there twice. */
    @ParameterizedTest
    @CsvSource({
        "2026-03-29T00:59:59Z, true",
        "2026-03-29T01:00:00Z, false",
        "2026-10-25T00:30:00Z, true",
        "2026-10-25T01:30:00Z, true",
        "2026-10-25T02:00:00Z, false",
    })
    void it_follows_the_clock_on_the_wall_when_that_is_changed(Instant moment, boolean open) {
        assertThat(on(DayOfWeek.SUNDAY, "01:30", "03:00").contains(moment)).isEqualTo(open);
    }

    @ParameterizedTest
    @CsvSource({"2026-11-22T23:00:00Z, true", "2026-11-23T22:59:59Z, true", "2026-11-23T23:00:00Z, false"})
    void one_that_ends_as_it_begins_is_a_whole_day(Instant moment, boolean open) {
        assertThat(on(DayOfWeek.MONDAY, "00:00", "00:00").contains(moment)).isEqualTo(open);
    }
}
