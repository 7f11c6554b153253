package io.devicetrail.domain.rollout;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Shape;
import java.time.DayOfWeek;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Hours of the week in which devices may be updated, by the clock on the wall of their site. Where that clock is put forward
 * they are shorter, or left out with what is skipped; where it is put back they are longer, or come twice. A device that
 * reads its clock comes to the same.
 *
 * @param days on which it begins
 * @param from when it begins, to the minute
 * @param minutes how long it is open; it may go on into the next day
 * @param offerMinutes from its beginning, in which devices are offered the release; what is left is for them to come to
 *     their end
 */
public record MaintenanceWindow(List<DayOfWeek> days, LocalTime from, int minutes, int offerMinutes) {
    /** Longest window, in minutes: a day, so that one that begins each day is always open. */
    public static final int LONGEST_MINUTES = 1_440;

    private static final int SHORT_NAME = 3;
    private static final int SECONDS_OF_A_MINUTE = 60;
    private static final int SECONDS_OF_A_DAY = LONGEST_MINUTES * SECONDS_OF_A_MINUTE;
    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);
    private static final Pattern TEXT = Pattern.compile(
            "([a-z]{3}(?:, [a-z]{3})*) from (\\d\\d:\\d\\d) for (\\d{1,9}) min, offers for (\\d{1,9}) min");

    /** As {@link #text} writes it. It is one value in an event, so that the page of a signature has room for all of them. */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static MaintenanceWindow of(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("no maintenance window: " + text);
        }
        return new MaintenanceWindow(
                Stream.of(matcher.group(1).split(", ", -1))
                        .map(MaintenanceWindow::day)
                        .toList(),
                LocalTime.parse(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)));
    }

    /** As people, events and the audit trail read it. */
    @JsonValue
    public String text() {
        return days.stream().map(MaintenanceWindow::shortName).collect(Collectors.joining(", ")) + " from "
                + CLOCK.format(from) + " for " + minutes + " min, offers for " + offerMinutes + " min";
    }

    @Override
    public String toString() {
        return text();
    }

    /** Three letters, in lower case, as devices are told them. */
    public static String shortName(DayOfWeek day) {
        return day.name().substring(0, SHORT_NAME).toLowerCase(Locale.ROOT);
    }

    private static DayOfWeek day(String shortName) {
        return Stream.of(DayOfWeek.values())
                .filter(day -> shortName(day).equals(shortName))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no day of the week: " + shortName));
    }

    /** With its days in their order. */
    MaintenanceWindow checked() {
        if (days.isEmpty()) {
            throw new MalformedInput("windows.days", "must name at least one");
        }
        if (EnumSet.copyOf(days).size() < days.size()) {
            throw new MalformedInput("windows.days", "name one twice");
        }
        if (!from.truncatedTo(ChronoUnit.MINUTES).equals(from)) {
            throw new MalformedInput("windows.from", "must be a whole minute, such as 22:00");
        }
        Shape.within("windows.minutes", minutes, 1, LONGEST_MINUTES);
        Shape.within("windows.offerMinutes", offerMinutes, 1, minutes);
        return new MaintenanceWindow(days.stream().sorted().toList(), from, minutes, offerMinutes);
    }

    /** The part of it in which devices are offered the release. */
    MaintenanceWindow offering() {
        return new MaintenanceWindow(days, from, offerMinutes, offerMinutes);
    }

    /** Whether it is open when the clock on the wall shows that. */
    boolean contains(LocalDateTime wall) {
        int since = wall.toLocalTime().toSecondOfDay() - from.toSecondOfDay();
        int length = minutes * SECONDS_OF_A_MINUTE;
        return (days.contains(wall.getDayOfWeek()) && since >= 0 && since < length)
                || (days.contains(wall.getDayOfWeek().minus(1)) && since + SECONDS_OF_A_DAY < length);
    }
}
