package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.rolloutrun.Runs.ADA;
import static io.devicetrail.commandside.rolloutrun.Runs.AT;
import static io.devicetrail.commandside.rolloutrun.Runs.COHORT;
import static io.devicetrail.commandside.rolloutrun.Runs.RUN;
import static io.devicetrail.commandside.rolloutrun.Runs.counted;
import static io.devicetrail.commandside.rolloutrun.Runs.nth;
import static io.devicetrail.commandside.rolloutrun.Runs.offered;
import static io.devicetrail.commandside.rolloutrun.Runs.reported;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutOffer;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AskForRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.LeaveOutOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.ResumeRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.TakeBackRolloutOffers;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesLeftOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStanding;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.shared.MalformedInput;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Ticks, the question before offers are sent, and what is taken back. */
class OfferRolloutTest {
    private static final Instant EVER = Instant.EPOCH;
    private static final Instant LATER = AT.plusSeconds(36_000);

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
                .expectResultMessagePayload(
                        new RolloutStanding(1, 1, null, Instant.parse("2026-11-21T04:15:00Z"), null));
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
                .expectResultMessagePayload(new RolloutStanding(1, 1, null, null, null));
    }

    /** The first tick says when the second is needed. */
    @Test
    void aDeviceThatSaysNothingIsCountedAsFailedByTheTickOfItsTime() {
        Object[] created = Runs.with(Runs.createdOf(Runs.CONTENT.on(new RolloutTerms(60))), Runs.startedEvent());
        Instant over = AT.plusSeconds(3_600);
        RolloutOffered offered = new RolloutOffered(RUN, ACME, 1, 1, 1, List.of(nth(1), nth(2)), 0, AT);
        Runs.fixture()
                .given(created)
                .when(new OfferRollout(RUN, 1, 1, AT, EVER))
                .expectEvents(offered)
                .expectResultMessagePayload(new RolloutStanding(1, 1, null, null, over));
        Runs.fixture()
                .given(Runs.with(created, offered, reported(1, counted(nth(1), RolloutDeviceState.VERIFIED))))
                .when(new OfferRollout(RUN, 1, 2, over, EVER))
                .expectEvents(
                        new RolloutDevicesTimedOut(
                                RUN,
                                ACME,
                                1,
                                List.of(new SilentDevice(nth(2), 1, RolloutDeviceState.OFFERED, AT)),
                                0,
                                over),
                        new RolloutWaveEnded(RUN, ACME, 1, 1, 2, 1, over, over.plusSeconds(3_600)))
                .expectResultMessagePayload(new RolloutStanding(1, 1, over.plusSeconds(3_600), null, null));
        Runs.fixture()
                .given(Runs.with(created, offered))
                .when(new OfferRollout(RUN, 1, 2, over))
                .expectNoEvents()
                .expectResultMessagePayload(new RolloutStanding(1, 1, null, null, over.plusSeconds(300)));
    }

    /** A run that is paused because devices are out of reach must not fail them for it. */
    @Test
    void whoResumesARunGivesEveryDeviceAllItsTimeAgain() {
        Object[] paused = Runs.with(
                Runs.createdOf(Runs.CONTENT.on(new RolloutTerms(60))),
                Runs.startedEvent(),
                new RolloutOffered(RUN, ACME, 1, 1, 1, List.of(nth(1), nth(2)), 0, AT),
                new RolloutPaused(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON));
        RolloutResumed resumed = new RolloutResumed(RUN, ACME, RolloutRunState.RUNNING, LATER);
        Runs.fixture(Clock.fixed(LATER, ZoneOffset.UTC))
                .given(paused)
                .when(new ResumeRollout(RUN), ADA)
                .expectEvents(resumed);
        Runs.fixture()
                .given(Runs.with(paused, resumed))
                .when(new OfferRollout(RUN, 1, 2, LATER, EVER))
                .expectNoEvents()
                .expectResultMessagePayload(new RolloutStanding(1, 1, null, null, LATER.plusSeconds(3_600)));
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
