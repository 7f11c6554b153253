package io.devicetrail.domain.rollout;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * When devices of the sites of one time zone are offered a release. Windows may overlap; the hours are open while one is.
 *
 * @param windows none for at any time
 */
public record SiteHours(List<MaintenanceWindow> windows, ZoneId zone) {
    /** Two weeks and a day: each window has come in it, if one of its days was skipped by the clock too. */
    private static final Duration HORIZON = Duration.ofDays(15);

    /** @param zone IANA time zone of the site */
    public static SiteHours of(RolloutPlan plan, String zone) {
        return new SiteHours(
                plan.windows().stream().map(MaintenanceWindow::offering).toList(), ZoneId.of(zone));
    }

    public boolean open(Instant at) {
        LocalDateTime wall = LocalDateTime.ofInstant(at, zone);
        return windows.isEmpty() || windows.stream().anyMatch(window -> window.contains(wall));
    }

    /** That moment if they are open, else the first after it at which they are. */
    public Instant opensAt(Instant at) {
        return open(at) ? at : turns(at).stream().filter(this::open).findFirst().orElse(at.plus(HORIZON));
    }

    /** That moment if they are not open, else the first after it at which they are not; empty if none comes in two weeks. */
    public Optional<Instant> closesAt(Instant at) {
        return open(at) ? turns(at).stream().filter(turn -> !open(turn)).findFirst() : Optional.of(at);
    }

    /** Whatever opens or closes does so at one of these: where a window begins or ends, and where the clock is put. */
    private TreeSet<Instant> turns(Instant after) {
        Instant horizon = after.plus(HORIZON);
        TreeSet<Instant> turns = new TreeSet<>();
        ZoneRules rules = zone.getRules();
        for (ZoneOffsetTransition next = rules.nextTransition(after);
                next != null && next.getInstant().isBefore(horizon);
                next = rules.nextTransition(next.getInstant())) {
            turns.add(next.getInstant());
        }
        LocalDate last = LocalDate.ofInstant(horizon, zone);
        for (LocalDate day = LocalDate.ofInstant(after, zone).minusDays(1); !day.isAfter(last); day = day.plusDays(1)) {
            for (MaintenanceWindow window : windows) {
                if (window.days().contains(day.getDayOfWeek())) {
                    LocalDateTime from = day.atTime(window.from());
                    add(turns, from);
                    add(turns, from.plusMinutes(window.minutes()));
                }
            }
        }
        return new TreeSet<>(turns.tailSet(after, false));
    }

    /** A time that the clock shows twice is two moments, and one that it skips none. */
    private void add(TreeSet<Instant> turns, LocalDateTime wall) {
        zone.getRules().getValidOffsets(wall).forEach(offset -> turns.add(wall.toInstant(offset)));
    }
}
