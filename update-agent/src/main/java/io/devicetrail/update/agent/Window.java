package io.devicetrail.update.agent;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * Hours in which a device may be updated, by the clocks on the wall of its site.
 *
 * @param days on which it begins
 * @param to the first moment after it; at or before {@code from} it is on the next day
 */
record Window(Set<DayOfWeek> days, LocalTime from, LocalTime to, ZoneId zone) {

    boolean contains(Instant moment) {
        ZonedDateTime local = moment.atZone(zone);
        LocalTime time = local.toLocalTime();
        boolean beganToday = days.contains(local.getDayOfWeek()) && !time.isBefore(from);
        if (from.isBefore(to)) {
            return beganToday && time.isBefore(to);
        }
        boolean beganYesterday = days.contains(local.getDayOfWeek().minus(1)) && time.isBefore(to);
        return beganToday || beganYesterday;
    }
}
