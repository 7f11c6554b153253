package io.devicetrail.domain.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.shared.MalformedInput;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class MaintenanceWindowTest {
    private static final LocalTime TEN = LocalTime.of(22, 0);

    /** What the log holds for ever, in the events of plans and of runs. */
    @Test
    void itIsOneTextInEvents() {
        MaintenanceWindow nights = new MaintenanceWindow(List.of(DayOfWeek.values()), TEN, 1_440, 5);
        String stored = "\"mon, tue, wed, thu, fri, sat, sun from 22:00 for 1440 min, offers for 5 min\"";
        JsonMapper json = JsonMapper.builder().build();
        assertThat(json.writeValueAsString(nights)).isEqualTo(stored);
        assertThat(json.readValue(stored, MaintenanceWindow.class)).isEqualTo(nights);
        assertThat(MaintenanceWindow.of("sun from 00:00 for 1 min, offers for 1 min"))
                .isEqualTo(new MaintenanceWindow(List.of(DayOfWeek.SUNDAY), LocalTime.MIDNIGHT, 1, 1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "mon from 22:00 for 60 min",
                "mon,tue from 22:00 for 60 min, offers for 60 min",
                "day from 22:00 for 60 min, offers for 60 min",
                "mon from 24:00 for 60 min, offers for 60 min",
                "mon from 22:00 for 60 min, offers for 60 min "
            })
    void whatItDidNotWriteItDoesNotRead(String text) {
        assertThatThrownBy(() -> MaintenanceWindow.of(text)).isInstanceOf(RuntimeException.class);
    }

    @Test
    void itsDaysAreStoredInTheirOrder() {
        assertThat(window(List.of(DayOfWeek.SUNDAY, DayOfWeek.MONDAY), TEN, 60, 60)
                        .checked()
                        .days())
                .containsExactly(DayOfWeek.MONDAY, DayOfWeek.SUNDAY);
    }

    static Stream<Arguments> unsound() {
        List<DayOfWeek> monday = List.of(DayOfWeek.MONDAY);
        return Stream.of(
                Arguments.of(window(List.of(), TEN, 60, 60), "windows.days"),
                Arguments.of(window(List.of(DayOfWeek.MONDAY, DayOfWeek.MONDAY), TEN, 60, 60), "windows.days"),
                Arguments.of(window(monday, TEN.plusSeconds(1), 60, 60), "windows.from"),
                Arguments.of(window(monday, TEN, 0, 1), "windows.minutes"),
                Arguments.of(window(monday, TEN, 1_441, 60), "windows.minutes"),
                Arguments.of(window(monday, TEN, 60, 0), "windows.offerMinutes"),
                Arguments.of(window(monday, TEN, 60, 61), "windows.offerMinutes"));
    }

    @ParameterizedTest
    @MethodSource
    void unsound(MaintenanceWindow window, String field) {
        assertThatThrownBy(window::checked)
                .isInstanceOfSatisfying(
                        MalformedInput.class, e -> assertThat(e.field()).isEqualTo(field));
    }

    private static MaintenanceWindow window(List<DayOfWeek> days, LocalTime from, int minutes, int offerMinutes) {
        return new MaintenanceWindow(days, from, minutes, offerMinutes);
    }
}
