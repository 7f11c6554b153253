package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.ACME;
import static io.devicetrail.domain.rolloutrun.decision.Runs.RUN;
import static io.devicetrail.domain.rolloutrun.decision.Runs.device;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.MaintenanceWindow;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rolloutrun.FrozenCohort;
import io.devicetrail.domain.rolloutrun.RolloutOffer;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Four devices in waves of three and one, in Berlin and New York by turns, whose windows open at ten in the evening. */
class WindowedRunTest {
    private static final RolloutPlan PLAN = Runs.plan(List.of(75, 100), List.of(0, 0), 100, 6_000)
            .within(List.of(MaintenanceWindow.of(
                    "mon, tue, wed, thu, fri, sat, sun from 22:00 for 180 min, offers for 120 min")));
    private static final List<String> ZONES =
            List.of("Europe/Berlin", "America/New_York", "Europe/Berlin", "America/New_York");
    private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
    private static final Instant BERLIN_OPENS = Instant.parse("2026-11-20T21:00:00Z");
    private static final Instant BERLIN_CLOSES = BERLIN_OPENS.plus(Duration.ofHours(2));
    private static final Instant NEW_YORK_OPENS = Instant.parse("2026-11-21T03:00:00Z");

    private final RolloutRun run = Runs.started(4, PLAN, ZONES);

    @Test
    void whoseWindowIsClosedIsNotOfferedItAndTheRunSaysWhenTheFirstOpens() {
        assertThat(tick(1, NOON)).isEmpty();
        assertThat(OfferHours.opensAt(run, NOON)).contains(BERLIN_OPENS);
    }

    @Test
    void eachDeviceIsOfferedItInTheWindowOfItsOwnSite() {
        assertThat(tick(1, BERLIN_OPENS)).containsExactly(offered(1, 1, device(1), device(3)));
        assertThat(OfferHours.opensAt(run, BERLIN_OPENS)).contains(NEW_YORK_OPENS);
        assertThat(tick(2, NEW_YORK_OPENS.minusMillis(1))).isEmpty();
        assertThat(tick(3, NEW_YORK_OPENS)).containsExactly(offered(3, 0, device(2)));
        assertThat(OfferHours.opensAt(run, NEW_YORK_OPENS)).as("nobody waits").isEmpty();
    }

    /** The part that is for offers; the hour after it is for who was offered it. */
    @Test
    void atTheEndOfTheOffersItIsTheNextDayThatIsWaitedFor() {
        assertThat(tick(1, BERLIN_CLOSES)).isEmpty();
        assertThat(OfferHours.opensAt(run, BERLIN_CLOSES)).contains(NEW_YORK_OPENS);
        assertThat(tick(2, BERLIN_CLOSES.minusMillis(1))).hasSize(1);
    }

    /** One tick offers to one device only: the other one is a matter of the rate, not of its window. */
    @Test
    void whileAWindowIsOpenForWhoWaitsNoneIsWaitedFor() {
        RolloutRun slow = Runs.started(
                4, Runs.plan(List.of(75, 100), List.of(0, 0), 100, 60).within(PLAN.windows()), ZONES);
        Runs.evolve(slow, Progress.ticked(slow, new OfferRollout(RUN, 1, 1, BERLIN_OPENS)));
        assertThat(OfferHours.opensAt(slow, BERLIN_OPENS)).isEmpty();
    }

    @Test
    void whatIsOfferedIsToldUntilTheWindowOfItsSiteCloses() {
        tick(1, BERLIN_OPENS);
        assertThat(OfferHours.offers(run, List.of(device(1)), BERLIN_OPENS))
                .containsExactly(new RolloutOffer(device(1), "Europe/Berlin", BERLIN_CLOSES))
                .allMatch(offer -> offer.open(BERLIN_OPENS));
        assertThat(OfferHours.offers(run, List.of(device(1)), BERLIN_CLOSES))
                .noneMatch(offer -> offer.open(BERLIN_CLOSES));
        RolloutOffer offer = new RolloutOffer(device(1), "Europe/Berlin", BERLIN_CLOSES);
        assertThat(offer.within(Duration.ofHours(1), BERLIN_OPENS)).isEqualTo(Duration.ofHours(1));
        assertThat(offer.within(Duration.ofHours(1), BERLIN_CLOSES.minusSeconds(5)))
                .isEqualTo(Duration.ofSeconds(5));
    }

    /** An old run, or one of a plan without windows, has no zones: it is as it always was. */
    @Test
    void withoutWindowsEverybodyIsOfferedItAtAnyTime() {
        RolloutRun old = Runs.started(4, PLAN.within(List.of()));
        assertThat(Progress.ticked(old, new OfferRollout(RUN, 1, 1, NOON)))
                .containsExactly(offered(1, 0, device(1), device(2), device(3)));
        assertThat(OfferHours.opensAt(old, NOON)).isEmpty();
        assertThat(OfferHours.offers(old, List.of(device(1)), NOON))
                .containsExactly(new RolloutOffer(device(1), null, null));
    }

    @Test
    void whatIsPausedWaitsForNoWindow() {
        Runs.evolve(run, List.of(new RolloutPaused(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON)));
        assertThat(OfferHours.opensAt(run, NOON)).isEqualTo(Optional.empty());
    }

    /** As byte places of zones have no sign. */
    @Test
    void aRunHasAsManyZonesAsItMay() {
        List<String> many = ZoneId.getAvailableZoneIds().stream()
                .sorted()
                .limit(FrozenCohort.MOST_ZONES)
                .toList();
        RolloutRun wide = Runs.started(many.size(), PLAN, many);
        for (int place = 0; place < many.size(); place++) {
            assertThat(wide.book().zone(place)).isEqualTo(many.get(place));
        }
    }

    private List<RolloutRunEvent> tick(long number, Instant at) {
        List<RolloutRunEvent> events = Progress.ticked(run, new OfferRollout(RUN, 1, number, at));
        Runs.evolve(run, events);
        return events;
    }

    private static RolloutOffered offered(long tick, int left, DeviceId... devices) {
        return new RolloutOffered(RUN, ACME, 1, 1, tick, List.of(devices), left);
    }
}
