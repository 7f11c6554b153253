package io.devicetrail.sagas.rolloutrun;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.Cohort;
import io.devicetrail.domain.rollout.RolloutPlan.Release;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.rollout.RolloutTerms;
import io.devicetrail.domain.rolloutrun.Hearing;
import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCreated;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesLeftOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutStarted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStanding;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import io.devicetrail.domain.rolloutrun.Unfit;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.deadline.DeadlineManager;
import org.axonframework.test.deadline.StubDeadlineManager;
import org.axonframework.test.matchers.Matchers;
import org.axonframework.test.saga.ContinuedGivenState;
import org.axonframework.test.saga.SagaTestFixture;
import org.axonframework.test.utils.CallbackBehavior;
import org.axonframework.test.utils.RecordingCommandBus;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** A run of two devices, one each two seconds, that soaks an hour; the test says what the run answers. */
class RolloutTicksTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final RolloutRunId RUN = RolloutRunId.of(ACME, "ada", "1");
    private static final RolloutPlanId PLAN = RolloutPlanId.of(ACME, "ada", "1");
    private static final DeviceId ONE = DeviceId.of(ACME, "Flow AG", "R-1");
    private static final String HASH = "0".repeat(64);
    private static final Instant TEN = Instant.parse("2026-11-20T10:00:00Z");
    private static final Instant ELEVEN = Instant.parse("2026-11-20T11:00:00Z");
    private static final Duration MOMENT = Duration.ofMillis(1);
    private static final Duration TWO_SECONDS = Duration.ofSeconds(2);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Instant TWO_SECONDS_ON = TEN.plus(TWO_SECONDS);

    private static final RolloutCreated CREATED = new RolloutCreated(
            RUN,
            ACME,
            PLAN,
            1,
            HASH,
            7,
            new RolloutPlan(
                    "To 2.1",
                    new Release("flow-firmware", "2.1.0", HASH, 4_711),
                    DeviceModelId.of(ACME, "Flow AG", "P100"),
                    List.of(1),
                    new Cohort(List.of(), List.of(), new TreeMap<>()),
                    List.of(new Wave(50, 60), new Wave(100, 60)),
                    new StopThresholds(null, 1),
                    30,
                    false),
            2,
            HASH,
            "seed",
            List.of(1, 1),
            "ada");
    private static final RolloutStarted STARTED = new RolloutStarted(RUN, ACME, PLAN, 1, HASH, HASH, HASH, List.of());
    private static final RolloutOffersTakenBack TAKEN_BACK =
            new RolloutOffersTakenBack(RUN, ACME, 1, List.of(ONE), "BROKER_AWAY");
    private static final RolloutDeviceSkipped SKIPPED =
            new RolloutDeviceSkipped(RUN, ACME, 1, ONE, RolloutDeviceState.OFFERED, RolloutDeviceState.SKIPPED);
    private static final RolloutDevicesLeftOut LEFT_OUT =
            new RolloutDevicesLeftOut(RUN, ACME, 1, List.of(ONE), Unfit.NOT_IN_SERVICE);
    private static final RolloutDevicesTimedOut TIMED_OUT = new RolloutDevicesTimedOut(
            RUN, ACME, 1, List.of(new SilentDevice(ONE, 1, RolloutDeviceState.OFFERED, TEN)), 0, ELEVEN);
    private static final RolloutWaveEnded WAVE_ENDED = new RolloutWaveEnded(RUN, ACME, 1, 1, 1, 0, TEN, ELEVEN);
    private static final RolloutWaveBegun BEGUN_BY_HAND = new RolloutWaveBegun(RUN, ACME, 1, 1, 2, true);
    private static final RolloutPaused PAUSED =
            new RolloutPaused(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON);
    private static final RolloutHalted HALTED =
            new RolloutHalted(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_DEVICES, 1, 1, 1, 1, 1, 0);
    private static final RolloutRetried RETRIED = new RolloutRetried(RUN, ACME, RolloutRunState.HALTED, 2, 1, 1);

    private static final RolloutCreated SILENT_FOR_AN_HOUR = new RolloutCreated(
            RUN,
            ACME,
            PLAN,
            1,
            HASH,
            7,
            CREATED.content().on(new RolloutTerms(60)),
            2,
            HASH,
            "seed",
            List.of(1, 1),
            "ada");

    private final SagaTestFixture<RolloutTicks> saga = new SagaTestFixture<>(RolloutTicks.class);

    @BeforeEach
    void theLog() {
        saga.registerResource((KnownRollouts)
                run -> Optional.of(CREATED).filter(known -> known.run().equals(run)));
        saga.registerResource(Hearing.NONE);
        saga.setCallbackBehavior((command, metadata) -> asKnown((OfferRollout) command));
    }

    /** The run is where its process takes it to be. */
    private static RolloutStanding asKnown(OfferRollout asked) {
        return new RolloutStanding(asked.round(), 0, null, null, null);
    }

    /** Devices wait for that window alone, as the run says once. */
    private static RolloutStanding opensAtEleven(OfferRollout asked) {
        return new RolloutStanding(asked.round(), 0, null, asked.equals(tick(1, TEN)) ? ELEVEN : null, null);
    }

    /** A device will have been silent for too long then; after that nobody will. */
    private static RolloutStanding silentAtEleven(OfferRollout asked) {
        return new RolloutStanding(asked.round(), 0, null, null, asked.at().isBefore(ELEVEN) ? ELEVEN : null);
    }

    private static RecordingCommandBus commands(CallbackBehavior answers) {
        RecordingCommandBus bus = new RecordingCommandBus();
        bus.setCallbackBehavior(answers);
        return bus;
    }

    @Test
    void theFirstTickIsAtOnce() throws Exception {
        given(STARTED).whenTimeElapses(MOMENT).expectDispatchedCommands(tick(1, TEN));
    }

    @Test
    void afterAnOfferTheNextTickComesWhenTheRatePermits() throws Exception {
        given(STARTED, offered(1, 1)).whenTimeElapses(TWO_SECONDS.minus(MOMENT)).expectNoDispatchedCommands();
        another()
                .given(STARTED, offered(1, 1))
                .whenTimeElapses(TWO_SECONDS)
                .expectDispatchedCommands(tick(2, TWO_SECONDS_ON));
    }

    /** What was offered may have been all that its wave waited for: the one tick more ends it. */
    @Test
    void afterTheLastOfferThereIsOneTickAndThenNone() throws Exception {
        given(STARTED, offered(1, 0)).whenTimeElapses(HOUR).expectDispatchedCommands(tick(2, TWO_SECONDS_ON));
    }

    @Test
    void aTickThatBringsNothingAboutIsTheLastUntilSomethingHappens() throws Exception {
        given(STARTED).whenTimeElapses(HOUR).expectDispatchedCommands(tick(1, TEN));
    }

    /** The run says when, and the test for it; no tick comes before, and a pause passes by the one that was set. */
    @Test
    void whatWaitsForAWindowAloneIsAskedAboutWhenThatOpens() throws Exception {
        RolloutTicksTest opening = another();
        opening.saga.setCallbackBehavior((command, metadata) -> opensAtEleven((OfferRollout) command));
        opening.given(STARTED)
                .whenTimeElapses(HOUR.multipliedBy(30))
                .expectDispatchedCommands(tick(1, TEN), tick(2, ELEVEN));
        RolloutTicksTest paused = another();
        paused.saga.setCallbackBehavior((command, metadata) -> opensAtEleven((OfferRollout) command));
        paused.given(STARTED)
                .andThenTimeElapses(MOMENT)
                .andThenAPublished(PAUSED)
                .whenTimeElapses(HOUR.multipliedBy(30))
                .expectNoDispatchedCommands();
    }

    /** The run says when with each answer; what it says last counts, and a pause passes by the one that was set. */
    @Test
    void aRunIsAskedWhenADeviceHasBeenSilentForTooLong() throws Exception {
        RolloutTicksTest silent = another();
        silent.saga.setCallbackBehavior((command, metadata) -> silentAtEleven((OfferRollout) command));
        silent.given(STARTED, offered(1, 0))
                .whenTimeElapses(HOUR.multipliedBy(30))
                .expectDispatchedCommands(tick(2, TWO_SECONDS_ON), tick(3, ELEVEN));
        RolloutTicksTest paused = another();
        paused.saga.setCallbackBehavior((command, metadata) -> silentAtEleven((OfferRollout) command));
        paused.given(STARTED, offered(1, 0))
                .andThenTimeElapses(TWO_SECONDS)
                .andThenAPublished(PAUSED)
                .whenTimeElapses(HOUR.multipliedBy(30))
                .expectNoDispatchedCommands();
    }

    @Test
    void aTickSaysSinceWhenDevicesAreHeard() throws Exception {
        RolloutTicksTest heard = another();
        heard.saga.registerResource((Hearing) () -> Optional.of(TEN.minus(HOUR)));
        heard.given(STARTED)
                .whenTimeElapses(MOMENT)
                .expectDispatchedCommands(new OfferRollout(RUN, 1, 1, TEN, TEN.minus(HOUR)));
    }

    /** Of a wave before, which was left by hand: the end of this one's soak is later. */
    @Test
    void aSoakDoesNotPutOffTheTickForADeviceThatIsSilentForTooLong() throws Exception {
        RolloutTicksTest silent = another();
        silent.saga.setCallbackBehavior((command, metadata) -> silentAtEleven((OfferRollout) command));
        silent.given(STARTED, offered(1, 0))
                .andThenTimeElapses(TWO_SECONDS)
                .andThenAPublished(new RolloutWaveEnded(RUN, ACME, 1, 1, 1, 0, TEN, ELEVEN.plus(HOUR)))
                .whenTimeElapses(HOUR)
                .expectDispatchedCommands(tick(5, ELEVEN));
    }

    /** It was taken back, and says that it is at it: no answer of the run knew of it. */
    @Test
    void aDeviceThatBeginsUnaskedIsAskedAboutInItsTimeToo() throws Exception {
        RolloutTicksTest silent = another();
        silent.saga.registerResource((KnownRollouts) run -> Optional.of(SILENT_FOR_AN_HOUR));
        silent.given(STARTED, offered(1, 0))
                .andThenTimeElapses(TWO_SECONDS)
                .andThenAPublished(reported(1))
                .whenTimeElapses(HOUR.multipliedBy(2))
                .expectDispatchedCommands(tick(3, TWO_SECONDS_ON.plus(Duration.ofMinutes(61))));
    }

    @Test
    void aWaveThatHasEndedIsFollowedByATickWhenItHasSoaked() throws Exception {
        given(STARTED, offered(1, 0), WAVE_ENDED)
                .whenTimeElapses(HOUR.minus(MOMENT))
                .expectNoDispatchedCommands();
        another()
                .given(STARTED, offered(1, 0), WAVE_ENDED)
                .whenTimeElapses(HOUR.multipliedBy(3))
                .expectDispatchedCommands(tick(3, ELEVEN));
    }

    /** It began with a report, as the wave before had no soak. */
    @Test
    void aWaveThatHasBegunIsFollowedByATick() throws Exception {
        given(STARTED, offered(1, 0))
                .andThenTimeElapses(HOUR)
                .andThenAPublished(new RolloutWaveEnded(RUN, ACME, 1, 1, 1, 0, ELEVEN, ELEVEN))
                .andThenAPublished(new RolloutWaveBegun(RUN, ACME, 1, 1, 2, false))
                .whenTimeElapses(HOUR)
                .expectDispatchedCommands(tick(3, ELEVEN));
    }

    @Test
    void aWaveThatIsBegunByHandDoesNotWaitForTheSoak() throws Exception {
        given(STARTED, offered(1, 0), WAVE_ENDED)
                .andThenTimeElapses(Duration.ofMinutes(1))
                .andThenAPublished(BEGUN_BY_HAND)
                .whenTimeElapses(HOUR.multipliedBy(2))
                .expectDispatchedCommands(tick(4, TEN.plusSeconds(60)));
    }

    /** So that a wave begun by hand right after an offer does not outrun the rate. */
    @Test
    void noTickComesSoonerThanTheRatePermits() throws Exception {
        given(STARTED, offered(1, 0), BEGUN_BY_HAND)
                .whenTimeElapses(HOUR)
                .expectDispatchedCommands(tick(2, TWO_SECONDS_ON));
    }

    @Test
    void whatIsTakenBackIsOfferedAgainAfterAWhileAndNothingElseBefore() throws Exception {
        given(STARTED, offered(1, 1), TAKEN_BACK)
                .whenTimeElapses(RolloutTicks.BACK_OFF.minus(MOMENT))
                .expectNoDispatchedCommands();
        another()
                .given(STARTED, offered(1, 1), TAKEN_BACK)
                .whenTimeElapses(RolloutTicks.BACK_OFF)
                .expectDispatchedCommands(tick(3, TEN.plus(RolloutTicks.BACK_OFF)));
    }

    /** No tick was due any more. */
    @Test
    void whatIsTakenBackLaterIsOfferedAgain() throws Exception {
        given(STARTED, offered(1, 0))
                .andThenTimeElapses(HOUR)
                .andThenAPublished(TAKEN_BACK)
                .whenTimeElapses(HOUR)
                .expectDispatchedCommands(tick(3, ELEVEN.plus(RolloutTicks.BACK_OFF)));
    }

    /** Of a wave before, whose device was still open when this one ended. */
    @Test
    void whatIsTakenBackWhileTheRunSoaksDoesNotCostTheTickAfterTheSoak() throws Exception {
        given(STARTED, offered(1, 0), WAVE_ENDED, TAKEN_BACK)
                .whenTimeElapses(HOUR)
                .expectDispatchedCommands(tick(4, TEN.plus(RolloutTicks.BACK_OFF)), tick(5, ELEVEN));
        another()
                .given(STARTED, offered(1, 0), WAVE_ENDED, TAKEN_BACK, offered(4, 0))
                .whenTimeElapses(HOUR)
                .expectDispatchedCommands(tick(5, TEN.plus(RolloutTicks.BACK_OFF)), tick(6, ELEVEN));
    }

    @ParameterizedTest
    @MethodSource("givenUp")
    void aDeviceThatIsGivenUpIsFollowedByATick(RolloutRunEvent event) throws Exception {
        given(STARTED, offered(1, 0))
                .andThenTimeElapses(HOUR)
                .andThenAPublished(event)
                .whenTimeElapses(MOMENT)
                .expectDispatchedCommands(tick(3, ELEVEN));
    }

    static Stream<RolloutRunEvent> givenUp() {
        return Stream.of(SKIPPED, LEFT_OUT);
    }

    @ParameterizedTest
    @MethodSource("givenUp")
    void oneThatIsGivenUpWhileTheRunSoaksWaitsForTheEndOfTheSoak(RolloutRunEvent event) throws Exception {
        given(STARTED, offered(1, 0), WAVE_ENDED, event)
                .whenTimeElapses(HOUR.multipliedBy(2))
                .expectDispatchedCommands(tick(3, ELEVEN));
        another()
                .given(STARTED, offered(1, 0), WAVE_ENDED)
                .andThenTimeElapses(HOUR.multipliedBy(2))
                .andThenAPublished(event)
                .whenTimeElapses(MOMENT)
                .expectDispatchedCommands(tick(4, TEN.plus(HOUR.multipliedBy(2))));
    }

    @Test
    void aReportNeedsNoTickWhileTheRunRuns() throws Exception {
        given(STARTED, offered(1, 0))
                .andThenTimeElapses(HOUR)
                .andThenAPublished(reported(0))
                .whenTimeElapses(HOUR)
                .expectNoDispatchedCommands();
    }

    /** Which waits only for a device of a wave that was left by hand. */
    @Test
    void theLastReportOfARunThatHasSoakedIsFollowedByATick() throws Exception {
        given(STARTED, offered(1, 0), WAVE_ENDED)
                .andThenTimeElapses(HOUR.multipliedBy(2))
                .andThenAPublished(reported(1))
                .whenTimeElapses(HOUR)
                .expectNoDispatchedCommands();
        another()
                .given(STARTED, offered(1, 0), WAVE_ENDED)
                .andThenTimeElapses(HOUR.multipliedBy(2))
                .andThenAPublished(reported(0))
                .whenTimeElapses(MOMENT)
                .expectDispatchedCommands(tick(4, TEN.plus(HOUR.multipliedBy(2))));
    }

    @Test
    void aPausedRunHasNoTicksWhateverIsSaidAndAResumedOneHas() throws Exception {
        given(STARTED, PAUSED, SKIPPED, TAKEN_BACK, reported(0))
                .whenTimeElapses(HOUR)
                .expectNoDispatchedCommands();
        another()
                .given(STARTED, PAUSED, resumed(RolloutRunState.RUNNING))
                .whenTimeElapses(TWO_SECONDS.minus(MOMENT))
                .expectNoDispatchedCommands();
        another()
                .given(STARTED, PAUSED, resumed(RolloutRunState.RUNNING))
                .whenTimeElapses(TWO_SECONDS)
                .expectDispatchedCommands(tick(2, TWO_SECONDS_ON));
    }

    @Test
    void aRunThatWasPausedWhileItSoakedStillEndsItsSoak() throws Exception {
        given(STARTED, offered(1, 0), WAVE_ENDED, PAUSED, resumed(RolloutRunState.SOAKING))
                .whenTimeElapses(HOUR)
                .expectDispatchedCommands(tick(4, TWO_SECONDS_ON), tick(5, ELEVEN));
    }

    @ParameterizedTest
    @MethodSource("ends")
    void itEndsWithTheRoundAndNothingThatComesLateWakesIt(RolloutRunEvent end) throws Exception {
        given(STARTED, offered(1, 1)).whenPublishingA(end).expectActiveSagas(0);
        for (Object late : List.of(TAKEN_BACK, SKIPPED, reported(0))) {
            another().given(STARTED, offered(1, 1), end).whenPublishingA(late).expectActiveSagas(0);
        }
        another().given(STARTED, offered(1, 1), end).whenTimeElapses(HOUR).expectNoDispatchedCommands();
    }

    static Stream<RolloutRunEvent> ends() {
        return Stream.of(
                HALTED,
                new RolloutAborted(RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON, 1, 1),
                new RolloutCompleted(RUN, ACME, 1, 2, 0, 0, 0));
    }

    @Test
    void aRetryHasTicksOfItsOwn() throws Exception {
        given(STARTED, offered(1, 1), HALTED, RETRIED)
                .whenTimeElapses(HOUR)
                .expectActiveSagas(1)
                .expectDispatchedCommands(new OfferRollout(RUN, 2, 1, TEN));
    }

    /** All of it is read at once, and what is set by it is due in the past. */
    @Test
    void aSagaThatIsBuiltAnewFromTheLogGoesOnAfterTheLastTickThatOffered() throws Exception {
        given(STARTED, offered(1, 1), offered(7, 1))
                .whenTimeElapses(HOUR)
                .expectDispatchedCommands(tick(8, TWO_SECONDS_ON));
        another()
                .given(STARTED, offered(1, 0), WAVE_ENDED, BEGUN_BY_HAND, offered(9, 0), HALTED, RETRIED)
                .andThenAPublished(new RolloutOffered(RUN, ACME, 2, 1, 4, List.of(ONE), 0))
                .whenTimeElapses(HOUR)
                .expectDispatchedCommands(new OfferRollout(RUN, 2, 5, TWO_SECONDS_ON));
    }

    /** What it had stored is lost, and how far it has read is not: the first tick tells where the run is. */
    @Test
    void aSagaThatIsLostBeginsAnewWhenTheRunIsResumed() throws Exception {
        beginsAnew(null, null, TEN.plusSeconds(4));
    }

    /** In the soak devices may wait that were taken back: they are not asked for at its end alone. */
    @Test
    void aSagaThatIsLostInASoakAsksAtOnceAndAgainWhenItHasSoaked() throws Exception {
        beginsAnew(ELEVEN, null, TEN.plusSeconds(4), ELEVEN);
    }

    @Test
    void aSagaThatIsLostWhileDevicesWaitForAWindowAloneAsksWhenThatOpens() throws Exception {
        beginsAnew(null, ELEVEN, ELEVEN);
    }

    /** Whichever comes first, and the other after it. */
    @Test
    void aSagaThatIsLostInASoakMissesNoWindowInIt() throws Exception {
        Instant half = TEN.plus(HOUR.dividedBy(2));
        beginsAnew(ELEVEN, half, half, ELEVEN);
        beginsAnew(half, ELEVEN, half, ELEVEN);
        beginsAnew(TEN, half, TEN.plusSeconds(4), half);
    }

    /**
     * The run is in its third round, the seventh tick of which was the last that offered.
     *
     * @param again when it is asked, after the tick that told where it is
     */
    private static void beginsAnew(@Nullable Instant soakUntil, @Nullable Instant opens, Instant... again)
            throws Exception {
        RolloutTicksTest another = another();
        another.saga.setCallbackBehavior((command, metadata) -> new RolloutStanding(
                3, 7, soakUntil, opens != null && ((OfferRollout) command).at().isBefore(opens) ? opens : null, null));
        List<Object> asked = new ArrayList<>(List.of(new OfferRollout(RUN, 0, 1, TWO_SECONDS_ON)));
        for (Instant at : again) {
            asked.add(new OfferRollout(RUN, 3, 7 + asked.size(), at));
        }
        another.given(resumed(RolloutRunState.RUNNING))
                .whenTimeElapses(HOUR)
                .expectActiveSagas(1)
                .expectDispatchedCommands(asked.toArray());
    }

    @Test
    void whileItIsThereAResumptionBeginsNoOther() throws Exception {
        given(STARTED, offered(1, 1), PAUSED)
                .whenPublishingA(resumed(RolloutRunState.RUNNING))
                .expectActiveSagas(1);
    }

    /** Its deadline is lost: whatever happens to the run is looked at for that. */
    @ParameterizedTest
    @MethodSource("anything")
    void aTickWhoseTimeIsLongOverIsSetAnew(RolloutRunEvent event) throws Exception {
        String due = "\"" + TEN + "\"";
        for (Duration late : List.of(RolloutTicks.OVERDUE, RolloutTicks.OVERDUE.plus(MOMENT))) {
            SetDeadlines deadlines = new SetDeadlines();
            RolloutTicks ticks = stored(due, "true");
            tell(ticks, event, TEN.plus(late), deadlines);
            assertThat(deadlines.numbers)
                    .isEqualTo(late.equals(RolloutTicks.OVERDUE) ? List.of() : List.of(RUN + " 1 8"));
        }
    }

    private static final class SetDeadlines extends StubDeadlineManager {
        private final List<Object> numbers = new ArrayList<>();

        @Override
        public String schedule(Instant at, String deadline, Object number) {
            numbers.add(number);
            return deadline;
        }
    }

    static Stream<RolloutRunEvent> anything() {
        return Stream.of(reported(1), SKIPPED, LEFT_OUT, TIMED_OUT, BEGUN_BY_HAND, offered(6, 1));
    }

    private static void tell(RolloutTicks ticks, RolloutRunEvent event, Instant at, DeadlineManager deadlines) {
        switch (event) {
            case RolloutReported e -> ticks.on(e, at, deadlines);
            case RolloutDeviceSkipped e -> ticks.on(e, at, deadlines);
            case RolloutDevicesLeftOut e -> ticks.on(e, at, deadlines);
            case RolloutDevicesTimedOut e -> ticks.on(e, at, deadlines);
            case RolloutWaveBegun e -> ticks.on(e, at, deadlines);
            case RolloutOffered e -> ticks.on(e, at, deadlines);
            default -> throw new AssertionError(event);
        }
    }

    /** The scheduler fires again what it does not know to be done. */
    @Test
    void aDeadlineThatFiresTwiceOrLateAsksOnce() {
        RecordingCommandBus bus = commands((command, metadata) -> asKnown((OfferRollout) command));
        CommandGateway gateway = DefaultCommandGateway.builder().commandBus(bus).build();
        RolloutTicks ticks = stored("\"" + TEN + "\"", "true");
        for (long number : List.of(6L, 7L, 7L, 8L)) {
            ticks.onTick(RUN + " 1 " + number, TEN, new StubDeadlineManager(TEN), gateway, Hearing.NONE);
        }
        ticks.onTick(RUN + " 2 7", TEN, new StubDeadlineManager(TEN), gateway, Hearing.NONE);
        assertThat(bus.getDispatchedCommands().stream().<Object>map(CommandMessage::getPayload))
                .containsExactly(tick(7, TEN));
        stored("null", "false").onTick(RUN + " 1 7", TEN, new StubDeadlineManager(TEN), gateway, Hearing.NONE);
        assertThat(bus.getDispatchedCommands()).hasSize(1);
    }

    /** The log takes what came of one command once: the tick that died may have ended a wave, and now begins the next. */
    @Test
    void aTickThatIsAskedAgainAfterACrashIsAnotherCommand() {
        RecordingCommandBus bus = commands((command, metadata) -> asKnown((OfferRollout) command));
        CommandGateway gateway = DefaultCommandGateway.builder().commandBus(bus).build();
        for (int crash = 0; crash < 2; crash++) {
            stored("\"" + TEN + "\"", "true")
                    .onTick(RUN + " 1 7", TEN, new StubDeadlineManager(TEN), gateway, Hearing.NONE);
        }
        assertThat(bus.getDispatchedCommands())
                .extracting(CommandMessage::getIdentifier)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void ticksAreOfTheProcess() throws Exception {
        given(STARTED)
                .whenTimeElapses(MOMENT)
                .expectDispatchedCommandsMatching(Matchers.<List<CommandMessage<?>>>predicate(sent -> sent.stream()
                        .allMatch(command -> "acme".equals(command.getMetaData().get(Metadata.TENANT))
                                && "PROCESS".equals(command.getMetaData().get(Metadata.ACTOR_TYPE))
                                && "rollout-saga".equals(command.getMetaData().get(Metadata.ACTOR_ID)))));
    }

    @Test
    void whatIsStoredIsReadBack() {
        JsonMapper json = JsonMapper.builder().build();
        for (String due : List.of("null", "\"2026-11-20T10:00:00.123456789Z\"")) {
            assertThat(json.readTree(json.writeValueAsString(stored(due, "true"))))
                    .isEqualTo(json.readTree(text(due, "true")));
        }
    }

    private static RolloutTicks stored(String due, String running) {
        return JsonMapper.builder().build().readValue(text(due, running), RolloutTicks.class);
    }

    private static String text(String due, String running) {
        return "{\"run\":\"" + RUN + "\",\"tenant\":\"acme\",\"offersPerMinute\":30,\"round\":1,\"tick\":7"
                + ",\"due\":" + due + ",\"notBefore\":\"1970-01-01T00:00:00Z\",\"soakUntil\":null,\"askAt\":null"
                + ",\"mostSilentMinutes\":null,\"running\":"
                + running + "}";
    }

    private static RolloutTicksTest another() {
        RolloutTicksTest another = new RolloutTicksTest();
        another.theLog();
        return another;
    }

    private ContinuedGivenState given(Object... events) throws Exception {
        ContinuedGivenState state = saga.givenCurrentTime(TEN);
        for (Object event : events) {
            state = state.andThenAPublished(event);
        }
        return state;
    }

    private static OfferRollout tick(long number, Instant at) {
        return new OfferRollout(RUN, 1, number, at);
    }

    private static RolloutOffered offered(long tick, int left) {
        return new RolloutOffered(RUN, ACME, 1, 1, tick, List.of(ONE), left);
    }

    private static RolloutReported reported(int open) {
        return new RolloutReported(RUN, ACME, 1, List.of(), open);
    }

    private static RolloutResumed resumed(RolloutRunState to) {
        return new RolloutResumed(RUN, ACME, to);
    }
}
