package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.rolloutrun.Runs.AT;
import static io.devicetrail.commandside.rolloutrun.Runs.COHORT;
import static io.devicetrail.commandside.rolloutrun.Runs.RUN;
import static io.devicetrail.commandside.rolloutrun.Runs.counted;
import static io.devicetrail.commandside.rolloutrun.Runs.nth;
import static io.devicetrail.commandside.rolloutrun.Runs.offered;
import static io.devicetrail.commandside.rolloutrun.Runs.reported;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutOffer;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AskForRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.LeaveOutOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.TakeBackRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesLeftOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutStanding;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.shared.MalformedInput;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ticks, the question before offers are sent, and what is taken back. */
class OfferRolloutTest {
    @Test
    void aTickOffersItToTheFirstWave() {
        Runs.fixture()
                .given(Runs.with(Runs.created(), Runs.startedEvent()))
                .when(new OfferRollout(RUN, 1, 1, AT))
                .expectEvents(offered(1, 1, 1, 0, nth(1), nth(2)));
    }

    @Test
    void whatHasSaidSomethingOrWasNotOfferedIsNotToldAgain() {
        Runs.fixture()
                .given(Runs.running(reported(2, counted(nth(1), RolloutDeviceState.DOWNLOADING))))
                .when(new AskForRolloutOffers(RUN, 1, COHORT, AT))
                .expectNoEvents()
                .expectResultMessagePayload(List.of(new RolloutOffer(nth(2), null, null)));
        Runs.fixture()
                .given(Runs.running())
                .when(new AskForRolloutOffers(RUN, 2, COHORT, AT))
                .expectResultMessagePayload(List.of());
    }

    @Test
    void nobodyIsToldOfARunThatDoesNotOffer() {
        for (Object[] given : List.of(Runs.paused(), Runs.aborted(), Runs.halted())) {
            Runs.fixture()
                    .given(given)
                    .when(new AskForRolloutOffers(RUN, 1, COHORT, AT))
                    .expectResultMessagePayload(List.of());
        }
    }

    /** At ten in the morning of UTC the window in Berlin is open for an hour yet, and the one in Kathmandu is closed. */
    @Test
    void aTickOffersItWhereAWindowIsOpenAndSaysWhenTheNextOneOpens() {
        Object[] given = Runs.with(Runs.createdIn("Asia/Kathmandu", "Europe/Berlin"), Runs.startedEvent());
        Runs.fixture()
                .given(given)
                .when(new OfferRollout(RUN, 1, 1, AT))
                .expectEvents(offered(1, 1, 1, 1, nth(2)))
                .expectResultMessagePayload(new RolloutStanding(1, 1, null, Instant.parse("2026-11-21T04:15:00Z")));
        Runs.fixture()
                .given(Runs.with(given, offered(1, 1, 1, 0, nth(1), nth(2))))
                .when(new AskForRolloutOffers(RUN, 1, COHORT, AT))
                .expectNoEvents()
                .expectResultMessagePayload(List.of(
                        new RolloutOffer(nth(1), "Asia/Kathmandu", AT),
                        new RolloutOffer(nth(2), "Europe/Berlin", AT.plusSeconds(3_600))));
    }

    @Test
    void withoutWindowsATickSaysThatNoneOpens() {
        Runs.fixture()
                .given(Runs.with(Runs.created(), Runs.startedEvent()))
                .when(new OfferRollout(RUN, 1, 1, AT))
                .expectResultMessagePayload(new RolloutStanding(1, 1, null, null));
    }

    @Test
    void oneCommandIsAboutABoundedNumberOfOffers() {
        List<DeviceId> many = Collections.nCopies(RolloutRunCommand.MOST_OFFERS + 1, nth(1));
        assertThatThrownBy(() -> new TakeBackRolloutOffers(RUN, 1, many, "HELD"))
                .isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new LeaveOutOfRollout(RUN, 1, many, Unfit.SITE_UNFIT))
                .isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new AskForRolloutOffers(RUN, 1, many, AT)).isInstanceOf(MalformedInput.class);
    }

    /** One that has said something goes on, whatever became of it since. */
    @Test
    void whoDoesNotFitThePlanAnyMoreIsLeftOutOfTheRound() {
        Object[] heard = Runs.running(reported(2, counted(nth(1), RolloutDeviceState.DOWNLOADING)));
        RolloutDevicesLeftOut left = new RolloutDevicesLeftOut(RUN, ACME, 1, List.of(nth(2)), Unfit.SITE_UNFIT);
        Runs.fixture()
                .given(heard)
                .when(new LeaveOutOfRollout(RUN, 1, COHORT, Unfit.SITE_UNFIT))
                .expectEvents(left);
        Runs.fixture()
                .given(Runs.with(heard, left))
                .when(new LeaveOutOfRollout(RUN, 1, COHORT, Unfit.SITE_UNFIT))
                .expectNoEvents();
        Runs.fixture()
                .given(Runs.with(heard, left))
                .when(new OfferRollout(RUN, 1, 2, AT))
                .expectNoEvents();
        Runs.fixture()
                .given(heard)
                .when(new LeaveOutOfRollout(RUN, 2, COHORT, Unfit.SITE_UNFIT))
                .expectNoEvents();
    }

    @Test
    void whatWasNotToldIsTakenBackAndOfferedByALaterTick() {
        RolloutOffersTakenBack back = new RolloutOffersTakenBack(RUN, ACME, 1, List.of(nth(2)), "HELD");
        Object[] heard = Runs.running(reported(2, counted(nth(1), RolloutDeviceState.DOWNLOADING)));
        Runs.fixture()
                .given(heard)
                .when(new TakeBackRolloutOffers(RUN, 1, COHORT, "HELD"))
                .expectEvents(back);
        Runs.fixture()
                .given(Runs.with(heard, back))
                .when(new OfferRollout(RUN, 1, 2, AT))
                .expectEvents(offered(1, 1, 2, 0, nth(2)));
        Runs.fixture()
                .given(Runs.with(heard, back))
                .when(new TakeBackRolloutOffers(RUN, 1, COHORT, "HELD"))
                .expectNoEvents();
    }
}
