package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.ACME;
import static io.devicetrail.domain.rolloutrun.decision.Runs.AT;
import static io.devicetrail.domain.rolloutrun.decision.Runs.RUN;
import static io.devicetrail.domain.rolloutrun.decision.Runs.VERSION;
import static io.devicetrail.domain.rolloutrun.decision.Runs.device;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import io.devicetrail.domain.rollout.RecentFailures;
import io.devicetrail.domain.rollout.RolloutPlan;
import io.devicetrail.domain.rollout.RolloutPlan.StopThresholds;
import io.devicetrail.domain.rollout.RolloutPlan.Wave;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Twenty devices in waves of ten; of the last four of a wave that ended one failure is borne, and of a whole wave all are. */
class LastDevicesTest {
    private static final RecentFailures ONE_OF_FOUR = new RecentFailures(4, null, 1);

    @ParameterizedTest(name = "{1} % or {2} of the last {0}: {3} of a wave of {4}")
    @CsvSource({
        "10,  20,   , 2,  100, false",
        "10,  20,   , 3,  100, true",
        "10,    ,  2, 2,  100, false",
        "10,    ,  2, 3,  100, true",
        "10,  50,  2, 3,  100, true",
        "10,  20,  5, 3,  100, true",
        "10,   0,   , 1,  100, true",
        "10,    ,  0, 1,  100, true",
        "100, 20,   , 2,  10,  false",
        "100, 20,   , 3,  10,  true",
        "10000, 99,   , 9900,  100000,  false",
        "10000, 99,   , 9901,  100000,  true",
    })
    void oneMoreThanIsBorneOfSoManyOrOfASmallerWaveStops(
            int last, @Nullable Integer percent, @Nullable Integer devices, int failed, int wave, boolean passed) {
        assertThat(new RecentFailures(last, percent, devices).passed(failed, wave))
                .isEqualTo(passed);
    }

    /** The first is out of sight after four; the second and the third are among the last four. */
    @Test
    void whatFailedBeforeTheLastOnesIsNotAsked() {
        RolloutRun run = started(ONE_OF_FOUR);
        failed(run, 1);
        verified(run, 2, 5);
        assertThat(failed(run, 6)).hasSize(1);
        List<RolloutRunEvent> events = failed(run, 7);
        assertThat(events)
                .last()
                .isEqualTo(new RolloutHalted(
                        RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_OF_LAST, 1, 3, 10, 3, 10, 3, 2));
        assertThat(Progress.ticked(run, new OfferRollout(RUN, 1, 2, AT))).isEmpty();
    }

    /** Within the batch too: what stands behind the one that passed it comes too late. */
    @Test
    void theOneThatPassesItEndsItsEvent() {
        RolloutRun run = started(ONE_OF_FOUR);
        List<DeviceReport> batch = IntStream.rangeClosed(1, 4)
                .mapToObj(number -> says(number, 1, RolloutDeviceState.FAILED))
                .toList();
        List<RolloutRunEvent> events = Reporting.on(run, batch, AT).events();
        assertThat(events).hasSize(3);
        assertThat(events.get(1)).isInstanceOf(RolloutHalted.class);
        assertThat(((RolloutReported) events.getFirst()).devices()).hasSize(2);
    }

    /** It is asked of each wave by itself. */
    @Test
    void devicesOfAnotherWaveAreNotAmongThem() {
        RolloutRun run = started(ONE_OF_FOUR);
        verified(run, 1, 9);
        Runs.evolve(run, List.of(new RolloutWaveBegun(RUN, ACME, 1, 1, 2, true)));
        Runs.evolve(run, Progress.ticked(run, new OfferRollout(RUN, 1, 2, AT)));
        assertThat(failed(run, 10)).hasSize(1);
        assertThat(failed(run, 11)).hasSize(1);
        assertThat(failed(run, 12)).last().isInstanceOf(RolloutHalted.class);
    }

    /** It verified first of all, and fails last. */
    @Test
    void aDeviceThatFallsBackIsTheLastOfAll() {
        RolloutRun run = started(ONE_OF_FOUR);
        verified(run, 1, 7);
        assertThat(failed(run, 8)).hasSize(1);
        assertThat(report(run, says(1, 1, RolloutDeviceState.ROLLED_BACK)))
                .last()
                .isInstanceOf(RolloutHalted.class);
    }

    /** It verified, and fell back: one device has failed, and not two. */
    @Test
    void aDeviceIsAmongThemOnce() {
        RolloutRun run = started(ONE_OF_FOUR);
        verified(run, 1, 1);
        assertThat(report(run, says(1, 1, RolloutDeviceState.ROLLED_BACK))).hasSize(1);
        assertThat(failed(run, 2)).last().isInstanceOf(RolloutHalted.class);
    }

    /** From failed to rolled back it is as far behind as it was. */
    @Test
    void whatFailsInAnotherWayStandsWhereItStood() {
        RolloutRun run = started(ONE_OF_FOUR);
        failed(run, 1);
        verified(run, 2, 4);
        report(run, says(1, 1, RolloutDeviceState.ROLLED_BACK));
        verified(run, 5, 5);
        assertThat(failed(run, 6)).as("two failed, and one of the last four").hasSize(1);
    }

    @Test
    void aRetryTakesBackWhatFailed() {
        RolloutRun run = started(ONE_OF_FOUR);
        failed(run, 1);
        failed(run, 2);
        assertThat(run.state()).isEqualTo(RolloutRunState.HALTED);
        IntStream.rangeClosed(3, 10).forEach(number -> Runs.evolve(run, GivingUp.on(run, device(number))));
        Runs.evolve(run, List.of(new RolloutRetried(RUN, ACME, RolloutRunState.HALTED, 2, 1, 2)));
        Runs.evolve(run, Progress.ticked(run, new OfferRollout(RUN, 2, 1, AT)));
        assertThat(report(run, says(1, 2, RolloutDeviceState.FAILED))).hasSize(1);
        assertThat(report(run, says(2, 2, RolloutDeviceState.FAILED))).last().isInstanceOf(RolloutHalted.class);
    }

    /** The plan bears one of four, the first wave three of five. */
    @Test
    void aWavesOwnIsInPlaceOfThePlans() {
        RolloutPlan plan = Runs.plan(List.of(50, 100), List.of(0, 0), new StopThresholds(100, null, ONE_OF_FOUR), 6_000)
                .waves(List.of(
                        new Wave(50, null, 0, null, null, null, new RecentFailures(5, 60, null)), new Wave(100, 0)))
                .checked();
        RolloutRun run = Runs.started(20, plan);
        Runs.evolve(run, Progress.ticked(run, new OfferRollout(RUN, 1, 1, AT)));
        for (int number = 1; number <= 3; number++) {
            assertThat(failed(run, number)).hasSize(1);
        }
        assertThat(failed(run, 4)).last().isInstanceOf(RolloutHalted.class);
    }

    /** The order is in the snapshot, and a plan that does not ask for it has none there. */
    @Test
    void aRunGoesOnFromItsSnapshot() {
        JsonMapper json = JsonMapper.builder()
                .changeDefaultVisibility(visibility -> visibility
                        .withFieldVisibility(Visibility.ANY)
                        .withGetterVisibility(Visibility.NONE)
                        .withIsGetterVisibility(Visibility.NONE)
                        .withSetterVisibility(Visibility.NONE))
                .build();
        RolloutRun run = started(ONE_OF_FOUR);
        verified(run, 1, 3);
        failed(run, 4);
        RolloutRun read = json.readValue(json.writeValueAsString(run), RolloutRun.class);
        verified(read, 5, 7);
        assertThat(failed(read, 8)).last().isInstanceOf(RolloutReported.class);
        verified(run, 5, 6);
        assertThat(failed(run, 7)).last().isInstanceOf(RolloutHalted.class);
        RolloutRun plain = Runs.started(20, Runs.plan(List.of(100), List.of(0), 100, 6_000));
        Runs.evolve(plain, Progress.ticked(plain, new OfferRollout(RUN, 1, 1, AT)));
        verified(plain, 1, 5);
        assertThat(json.readTree(json.writeValueAsString(plain)).at("/book/endings/after"))
                .isEmpty();
    }

    /** As a halt by another cause was stored ever since. */
    @Test
    void howManyOfTheLastFailedIsStoredWhereThatIsTheCause() {
        JsonMapper json = JsonMapper.builder().build();
        RolloutHalted halt = new RolloutHalted(
                RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_OF_LAST, 1, 3, 10, 3, 10, 3, 2);
        String stored =
                "{\"run\":\"" + RUN + "\",\"tenant\":\"acme\",\"from\":\"RUNNING\",\"cause\":\"FAILED_OF_LAST\","
                        + "\"wave\":1,\"failedOfWave\":3,\"waveDevices\":10,\"failed\":3,\"left\":10,\"open\":3,\"failedOfLast\":2}";
        assertThat(json.writeValueAsString(halt)).isEqualTo(stored);
        assertThat(json.readValue(stored, RolloutHalted.class)).isEqualTo(halt);
    }

    private static RolloutRun started(RecentFailures recent) {
        RolloutRun run = Runs.started(
                20, Runs.plan(List.of(50, 100), List.of(0, 0), new StopThresholds(100, null, recent), 6_000));
        Runs.evolve(run, Progress.ticked(run, new OfferRollout(RUN, 1, 1, AT)));
        return run;
    }

    private static void verified(RolloutRun run, int from, int to) {
        IntStream.rangeClosed(from, to).forEach(number -> report(run, says(number, 1, RolloutDeviceState.VERIFIED)));
    }

    private static List<RolloutRunEvent> failed(RolloutRun run, int number) {
        return report(run, says(number, 1, RolloutDeviceState.FAILED));
    }

    private static DeviceReport says(int number, int attempt, RolloutDeviceState state) {
        String version = state == RolloutDeviceState.VERIFIED ? VERSION : null;
        return new DeviceReport(device(number), attempt, state, version, null, AT);
    }

    private static List<RolloutRunEvent> report(RolloutRun run, DeviceReport report) {
        List<RolloutRunEvent> events = Reporting.on(run, List.of(report), AT).events();
        Runs.evolve(run, events);
        return events;
    }
}
