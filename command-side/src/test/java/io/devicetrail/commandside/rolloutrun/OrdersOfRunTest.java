package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.rolloutrun.Runs.ADA;
import static io.devicetrail.commandside.rolloutrun.Runs.COHORT_HASH;
import static io.devicetrail.commandside.rolloutrun.Runs.RUN;
import static io.devicetrail.commandside.rolloutrun.Runs.SOAKED;
import static io.devicetrail.commandside.rolloutrun.Runs.nth;
import static io.devicetrail.commandside.rolloutrun.Runs.offered;
import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.AbortRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.BeginNextRolloutWave;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.OfferRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.PauseRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.ResumeRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RetryFailedOfRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.SkipRolloutDevice;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.StartRollout;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutAborted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutPaused;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutResumed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutRetried;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunRejection.RolloutStateUnfit;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of docs/rollouts.md, each cell of it. */
class OrdersOfRunTest {
    record Cell(RolloutRunState now, int order, String text) {}

    @ParameterizedTest
    @MethodSource("cells")
    void anOrderDoesWhatTheTableSays(Cell cell) {
        RolloutRunCommand command = order(cell);
        var result = Runs.fixture().given(given(cell)).when(command, ADA);
        if (cell.text().equals("refused")) {
            result.expectExceptionDetails(new RolloutStateUnfit(cell.now())).expectNoEvents();
        } else if (cell.text().equals("–")) {
            result.expectSuccessfulHandlerExecution().expectNoEvents();
        } else {
            result.expectEvents(expected(cell));
        }
    }

    @Test
    void everyStateIsInTheTable() throws IOException {
        assertThat(cells().map(Cell::now).distinct()).containsExactlyInAnyOrder(RolloutRunState.values());
    }

    private static RolloutRunCommand order(Cell cell) {
        return switch (cell.order()) {
            case 0 -> new StartRollout(RUN, 4, COHORT_HASH);
            case 1 -> new PauseRollout(RUN);
            case 2 -> new ResumeRollout(RUN);
            case 3 -> new AbortRollout(RUN);
            case 4 -> new RetryFailedOfRollout(RUN);
            case 5 -> new SkipRolloutDevice(RUN, skipped(cell));
            case 6 -> new BeginNextRolloutWave(RUN, 1);
            case 7 -> new OfferRollout(RUN, 1, 9, SOAKED);
            default -> throw new AssertionError("no order " + cell.order());
        };
    }

    private static Object[] given(Cell cell) {
        return switch (cell.now()) {
            case CREATED -> Runs.created();
            case RUNNING -> cell.order() == 7 ? Runs.with(Runs.created(), Runs.startedEvent()) : Runs.running();
            case SOAKING -> Runs.soaking();
            case PAUSED -> Runs.paused();
            case HALTED -> cell.order() == 5 ? haltedWithOneOpen() : Runs.halted();
            case ABORTED -> Runs.aborted();
            case COMPLETED -> cell.order() == 5 ? Runs.completedWithOneOpen() : Runs.completed();
        };
    }

    /** One that has not ended. */
    private static DeviceId skipped(Cell cell) {
        return switch (cell.now()) {
            case SOAKING -> nth(3);
            case COMPLETED -> nth(2);
            default -> nth(1);
        };
    }

    private static Object[] haltedWithOneOpen() {
        return Runs.running(Runs.haltedEvent(RolloutRunState.RUNNING, 2));
    }

    private static Object[] expected(Cell cell) {
        boolean soaking = cell.now() == RolloutRunState.SOAKING;
        RolloutRunEvent event = switch (cell.order() + " " + cell.text()) {
            case "0 running" -> Runs.startedEvent();
            case "1 paused" -> new RolloutPaused(RUN, ACME, cell.now(), RolloutStopCause.PERSON);
            case "2 running or soaking, as before" -> new RolloutResumed(RUN, ACME, RolloutRunState.RUNNING);
            case "3 aborted" ->
                new RolloutAborted(
                        RUN,
                        ACME,
                        cell.now(),
                        RolloutStopCause.PERSON,
                        cell.now() == RolloutRunState.CREATED ? 4 : 2,
                        cell.now() == RolloutRunState.RUNNING || cell.now() == RolloutRunState.PAUSED ? 2 : 0);
            case "4 running, next round" ->
                cell.now() == RolloutRunState.HALTED
                        ? new RolloutRetried(RUN, ACME, cell.now(), 2, 1, 2)
                        : new RolloutRetried(RUN, ACME, cell.now(), 2, 2, 1);
            case "5 skipped" ->
                switch (cell.now()) {
                    case SOAKING ->
                        new RolloutDeviceSkipped(
                                RUN, ACME, 1, nth(3), RolloutDeviceState.WAITING, RolloutDeviceState.SKIPPED);
                    case COMPLETED ->
                        new RolloutDeviceSkipped(
                                RUN, ACME, 2, nth(2), RolloutDeviceState.DOWNLOADING, RolloutDeviceState.SKIPPED);
                    default ->
                        new RolloutDeviceSkipped(
                                RUN, ACME, 1, nth(1), RolloutDeviceState.OFFERED, RolloutDeviceState.SKIPPED);
                };
            case "6 running, next wave" -> new RolloutWaveBegun(RUN, ACME, 1, 1, 2, true);
            case "7 offers" -> offered(1, 1, 9, 0, nth(1), nth(2));
            case "7 next wave when its time has come" -> new RolloutWaveBegun(RUN, ACME, 1, 1, 2, false);
            default -> throw new AssertionError("the table says what no test knows: " + cell);
        };
        return soaking && cell.order() == 7
                ? new Object[] {event, offered(1, 2, 9, 0, nth(3), nth(4))}
                : new Object[] {event};
    }

    static Stream<Cell> cells() throws IOException {
        List<Cell> cells = new ArrayList<>();
        Files.readAllLines(Path.of("..", "docs", "rollouts.md")).stream()
                .dropWhile(line -> !line.startsWith("| State | start |"))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .map(line -> Arrays.stream(line.substring(1).split("\\|"))
                        .map(String::strip)
                        .toList())
                .forEach(row -> {
                    RolloutRunState now = RolloutRunState.valueOf(
                            row.getFirst().replace("*", "").toUpperCase(Locale.ROOT));
                    for (int order = 0; order < row.size() - 1; order++) {
                        cells.add(new Cell(now, order, row.get(order + 1)));
                    }
                });
        return cells.stream();
    }
}
