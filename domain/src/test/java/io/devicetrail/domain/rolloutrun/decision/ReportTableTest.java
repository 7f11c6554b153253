package io.devicetrail.domain.rolloutrun.decision;

import static io.devicetrail.domain.rolloutrun.decision.Runs.AT;
import static io.devicetrail.domain.rolloutrun.decision.Runs.OLD_VERSION;
import static io.devicetrail.domain.rolloutrun.decision.Runs.VERSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffersTakenBack;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.rolloutrun.SilentDevice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/rollouts.md, each cell of it, and what is asked before the table. */
class ReportTableTest {
    private static final List<Said> COLUMNS = List.of(
            new Said(RolloutDeviceState.DOWNLOADING, null),
            new Said(RolloutDeviceState.INSTALLED, null),
            new Said(RolloutDeviceState.VERIFIED, VERSION),
            new Said(RolloutDeviceState.VERIFIED, OLD_VERSION),
            new Said(RolloutDeviceState.FAILED, null),
            new Said(RolloutDeviceState.ROLLED_BACK, null),
            new Said(RolloutDeviceState.REFUSED, null));
    private static final DeviceId DEVICE = Runs.device(1);
    private static final DeviceId BESIDE = Runs.device(2);

    record Said(RolloutDeviceState state, @Nullable String version) {
        DeviceReport report(DeviceId device, int attempt) {
            return new DeviceReport(device, attempt, state, version, null, AT);
        }
    }

    record Cell(RolloutDeviceState now, Said said, String text) {}

    @ParameterizedTest
    @MethodSource("cells")
    void aReportDoesWhatTheTableSays(Cell cell) {
        RolloutRun run = runWith(cell.now());
        RolloutDeviceState before = run.book().state(run.book().place(DEVICE));
        assertThat(before).isEqualTo(cell.now());
        Reporting.Decision decision = Reporting.on(run, List.of(cell.said().report(DEVICE, 1)), AT);
        boolean over = !run.state().live();
        String[] words = cell.text().split(" as ");
        ReportOutcome outcome =
                ReportOutcome.valueOf(words[0].toUpperCase(Locale.ROOT).replace(' ', '_'));
        assertThat(decision.outcomes())
                .containsExactly(over && outcome == ReportOutcome.COUNTED ? ReportOutcome.LATE : outcome);
        RolloutDeviceState after = outcome != ReportOutcome.COUNTED
                ? before
                : words.length == 2
                        ? RolloutDeviceState.valueOf(words[1])
                        : cell.said().state();
        Runs.evolve(run, decision.events());
        assertThat(run.book().state(run.book().place(DEVICE))).isEqualTo(after);
        assertThat(decision.events().stream().filter(RolloutReported.class::isInstance))
                .hasSize(outcome.recorded() ? 1 : 0);
    }

    /** So that the table can be read as one about any two messages: the second time nothing is news. */
    @ParameterizedTest
    @MethodSource("cells")
    void theSameReportAgainChangesNothing(Cell cell) {
        RolloutRun run = runWith(cell.now());
        List<DeviceReport> once = List.of(cell.said().report(DEVICE, 1));
        Runs.evolve(run, Reporting.on(run, once, AT).events());
        Reporting.Decision again = Reporting.on(run, once, AT);
        assertThat(again.events()).isEmpty();
        assertThat(again.outcomes()).noneMatch(ReportOutcome::recorded);
    }

    @Test
    void whatIsNoMatterOfTheLastAttemptIsAskedBeforeTheTable() {
        RolloutRun run = runWith(RolloutDeviceState.OFFERED);
        assertOutcome(
                run,
                new DeviceReport(Runs.device(99), 1, RolloutDeviceState.FAILED, null, null, AT),
                ReportOutcome.NOT_IN_COHORT);
        assertOutcome(run, report(DEVICE, 2), ReportOutcome.UNKNOWN_ATTEMPT);
        assertOutcome(run, report(DEVICE, 0), ReportOutcome.UNKNOWN_ATTEMPT);
        assertOutcome(run, report(Runs.device(3), 1), ReportOutcome.UNKNOWN_ATTEMPT);
        assertOutcome(
                run,
                new DeviceReport(DEVICE, 1, RolloutDeviceState.VERIFIED, null, null, AT),
                ReportOutcome.WITHOUT_VERSION);
    }

    /** Also before the retry has come to the device: its failure is history then, and a message does not mend it. */
    @Test
    void aReportOfTheRoundBeforeIsOld() {
        RolloutRun run = runWith(RolloutDeviceState.FAILED);
        Runs.evolve(run, List.of(Runs.halted(run), Runs.retried(run)));
        assertOutcome(run, report(DEVICE, 1), ReportOutcome.OLD_ATTEMPT);
        Runs.evolve(run, List.of(new RolloutOffered(Runs.RUN, Runs.ACME, 2, 1, 1, List.of(DEVICE), 0)));
        assertOutcome(run, report(DEVICE, 1), ReportOutcome.OLD_ATTEMPT);
        assertOutcome(run, report(DEVICE, 2), ReportOutcome.COUNTED);
    }

    /** What failed is of the round before; of this one nothing is on record, whatever the run has come to. */
    @ParameterizedTest
    @MethodSource("cells")
    void aDeviceOfALaterRoundThatWasTakenBackAfterTheHaltIsAskedAsOneNotOffered(Cell cell) {
        for (boolean takenBackFirst : List.of(true, false)) {
            RolloutRun run = secondRound();
            if (takenBackFirst) {
                takeBack(run, 2);
                Runs.evolve(run, List.of(Runs.halted(run)));
            } else {
                Runs.evolve(run, List.of(Runs.halted(run)));
                takeBack(run, 2);
            }
            assertThat(run.book().state(run.book().place(DEVICE))).isEqualTo(RolloutDeviceState.FAILED);
            assertOutcome(run, cell.said().report(DEVICE, 1), ReportOutcome.OLD_ATTEMPT);
            List<DeviceReport> once = List.of(cell.said().report(DEVICE, 2));
            Reporting.Decision decision = Reporting.on(run, once, AT);
            assertThat(decision.outcomes()).containsExactly(ReportOutcome.LATE);
            Runs.evolve(run, decision.events());
            assertThat(run.book().state(run.book().place(DEVICE)))
                    .isEqualTo(
                            OLD_VERSION.equals(cell.said().version())
                                    ? RolloutDeviceState.ROLLED_BACK
                                    : cell.said().state());
            assertThat(Reporting.on(run, once, AT).events()).isEmpty();
        }
    }

    /** While the run goes on, what was taken back waits, and is believed. */
    @Test
    void aDeviceOfALaterRoundThatWasTakenBackAndFailsCounts() {
        RolloutRun run = secondRound();
        takeBack(run, 2);
        assertOutcome(run, new Said(RolloutDeviceState.FAILED, null).report(DEVICE, 2), ReportOutcome.COUNTED);
    }

    /** Its failure is on record again, as no retry came to it; told twice, it is no new one. */
    @Test
    void theFailureBeforeARetryIsRepeatedByADeviceThatWasSkippedSince() {
        RolloutRun run = runWith(RolloutDeviceState.FAILED);
        Runs.evolve(
                run,
                List.of(
                        Runs.halted(run),
                        Runs.retried(run),
                        new RolloutDeviceSkipped(
                                Runs.RUN,
                                Runs.ACME,
                                2,
                                DEVICE,
                                RolloutDeviceState.WAITING,
                                RolloutDeviceState.FAILED)));
        assertOutcome(run, new Said(RolloutDeviceState.FAILED, null).report(DEVICE, 1), ReportOutcome.REPEATED);
        assertOutcome(run, new Said(RolloutDeviceState.FAILED, null).report(DEVICE, 2), ReportOutcome.UNKNOWN_ATTEMPT);
    }

    @Test
    void allStatesAndAllThatDevicesSayAreInTheTable() throws IOException {
        Set<RolloutDeviceState> rows = EnumSet.noneOf(RolloutDeviceState.class);
        cells().forEach(cell -> rows.add(cell.now()));
        assertThat(rows).containsExactlyInAnyOrder(RolloutDeviceState.values());
        assertThat(COLUMNS.stream().map(Said::state).distinct())
                .containsExactlyInAnyOrderElementsOf(Stream.of(RolloutDeviceState.values())
                        .filter(RolloutDeviceState::reported)
                        .toList());
    }

    private static void assertOutcome(RolloutRun run, DeviceReport report, ReportOutcome outcome) {
        assertThat(Reporting.on(run, List.of(report), AT).outcomes()).containsExactly(outcome);
    }

    private static DeviceReport report(DeviceId device, int attempt) {
        return new DeviceReport(device, attempt, RolloutDeviceState.INSTALLED, null, null, AT);
    }

    static Stream<Cell> cells() throws IOException {
        List<Cell> cells = new ArrayList<>();
        Files.readAllLines(Path.of("..", "docs", "rollouts.md")).stream()
                .dropWhile(line -> !line.startsWith("| On record |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .forEach(row -> {
                    RolloutDeviceState now =
                            RolloutDeviceState.valueOf(row.getFirst().replace("*", ""));
                    for (int column = 0; column < COLUMNS.size(); column++) {
                        cells.add(new Cell(now, COLUMNS.get(column), row.get(column + 1)));
                    }
                });
        return cells.stream();
    }

    /** A run of ten devices, all offered it in one wave, with the one that is asked about in that state. */
    private static RolloutRun runWith(RolloutDeviceState now) {
        RolloutRun run = Runs.started(10, Runs.plan(List.of(100), List.of(0), 100, 600));
        Runs.evolve(run, List.of(new RolloutOffered(Runs.RUN, Runs.ACME, 1, 1, 1, List.of(DEVICE, BESIDE), 8)));
        switch (now) {
            case OFFERED -> {}
            case WAITING -> takeBack(run);
            case TIMED_OUT ->
                Runs.evolve(
                        run,
                        List.of(new RolloutDevicesTimedOut(
                                Runs.RUN,
                                Runs.ACME,
                                1,
                                List.of(new SilentDevice(DEVICE, 1, RolloutDeviceState.OFFERED, AT)),
                                1,
                                AT)));
            case SKIPPED ->
                Runs.evolve(
                        run,
                        List.of(new RolloutDeviceSkipped(
                                Runs.RUN,
                                Runs.ACME,
                                1,
                                DEVICE,
                                RolloutDeviceState.OFFERED,
                                RolloutDeviceState.SKIPPED)));
            case NOT_OFFERED -> {
                Runs.evolve(
                        run,
                        List.of(new RolloutAborted(
                                Runs.RUN, Runs.ACME, RolloutRunState.RUNNING, RolloutStopCause.PERSON, 8, 2)));
                takeBack(run);
            }
            case DOWNLOADING, INSTALLED, VERIFIED, FAILED, ROLLED_BACK, REFUSED ->
                Runs.evolve(
                        run,
                        List.of(new RolloutReported(
                                Runs.RUN,
                                Runs.ACME,
                                1,
                                List.of(new ReportedDevice(
                                        DEVICE,
                                        1,
                                        RolloutDeviceState.OFFERED,
                                        now,
                                        now,
                                        ReportOutcome.COUNTED,
                                        null,
                                        null,
                                        AT)),
                                1)));
        }
        return run;
    }

    /** The device failed in the first round, and was offered it again. */
    private static RolloutRun secondRound() {
        RolloutRun run = runWith(RolloutDeviceState.FAILED);
        Runs.evolve(
                run,
                List.of(
                        Runs.halted(run),
                        Runs.retried(run),
                        new RolloutOffered(Runs.RUN, Runs.ACME, 2, 1, 1, List.of(DEVICE), 0)));
        return run;
    }

    private static void takeBack(RolloutRun run) {
        takeBack(run, 1);
    }

    private static void takeBack(RolloutRun run, int round) {
        Runs.evolve(run, List.of(new RolloutOffersTakenBack(Runs.RUN, Runs.ACME, round, List.of(DEVICE), "HELD")));
    }
}
