package io.devicetrail.commandside.rolloutrun;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.rolloutrun.Runs.AT;
import static io.devicetrail.commandside.rolloutrun.Runs.RUN;
import static io.devicetrail.commandside.rolloutrun.Runs.SOAKED;
import static io.devicetrail.commandside.rolloutrun.Runs.counted;
import static io.devicetrail.commandside.rolloutrun.Runs.nth;
import static io.devicetrail.commandside.rolloutrun.Runs.on;
import static io.devicetrail.commandside.rolloutrun.Runs.report;
import static io.devicetrail.commandside.rolloutrun.Runs.reported;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunCommand.RecordRolloutReports;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCompleted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDeviceSkipped;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutHalted;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveBegun;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutWaveEnded;
import io.devicetrail.domain.rolloutrun.RolloutRunState;
import io.devicetrail.domain.rolloutrun.RolloutStopCause;
import io.devicetrail.domain.shared.MalformedInput;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What single reports do is in the domain's table; here is what a batch of them comes to. */
class RecordRolloutReportsTest {
    @Test
    void aBatchIsOneEventWithAnAnswerForEachReport() {
        Runs.fixture()
                .given(Runs.running())
                .when(record(
                        report(nth(1), RolloutDeviceState.DOWNLOADING),
                        report(nth(1), RolloutDeviceState.DOWNLOADING),
                        report(nth(1), RolloutDeviceState.INSTALLED),
                        report(nth(3), RolloutDeviceState.INSTALLED),
                        report(nth(2), RolloutDeviceState.DOWNLOADING)))
                .expectResultMessagePayload(List.of(
                        ReportOutcome.COUNTED,
                        ReportOutcome.REPEATED,
                        ReportOutcome.COUNTED,
                        ReportOutcome.UNKNOWN_ATTEMPT,
                        ReportOutcome.COUNTED))
                .expectEvents(reported(
                        2,
                        counted(nth(1), RolloutDeviceState.DOWNLOADING),
                        counted(nth(1), RolloutDeviceState.DOWNLOADING, RolloutDeviceState.INSTALLED),
                        counted(nth(2), RolloutDeviceState.DOWNLOADING)));
    }

    @Test
    void theLastEndOfAWaveEndsItInTheSameBreath() {
        Runs.fixture()
                .given(Runs.running())
                .when(record(report(nth(1), RolloutDeviceState.VERIFIED), report(nth(2), RolloutDeviceState.FAILED)))
                .expectEvents(
                        reported(
                                0,
                                counted(nth(1), RolloutDeviceState.VERIFIED),
                                counted(nth(2), RolloutDeviceState.FAILED)),
                        new RolloutWaveEnded(RUN, ACME, 1, 1, 2, 1, AT, SOAKED));
    }

    /** The rest of the batch is on record behind the halt, and moves the run no more. */
    @Test
    void theHaltIsRightBehindTheReportThatPassesTheThreshold() {
        Object[] given =
                Runs.running(new RolloutWaveBegun(RUN, ACME, 1, 1, 2, true), Runs.offered(1, 2, 2, 0, nth(3), nth(4)));
        Runs.fixture()
                .given(given)
                .when(record(
                        report(nth(3), RolloutDeviceState.FAILED),
                        report(nth(1), RolloutDeviceState.REFUSED),
                        report(nth(2), RolloutDeviceState.VERIFIED),
                        report(nth(4), RolloutDeviceState.FAILED)))
                .expectEvents(
                        reported(
                                2,
                                counted(nth(3), RolloutDeviceState.FAILED),
                                counted(nth(1), RolloutDeviceState.REFUSED)),
                        new RolloutHalted(
                                RUN, ACME, RolloutRunState.RUNNING, RolloutStopCause.FAILED_DEVICES, 1, 1, 2, 2, 0, 2),
                        reported(
                                0, late(nth(2), RolloutDeviceState.VERIFIED), late(nth(4), RolloutDeviceState.FAILED)));
    }

    @Test
    void aDeviceThatFallsBackAfterItsWaveStillCounts() {
        DeviceReport old = new DeviceReport(nth(1), 1, RolloutDeviceState.VERIFIED, "2.0.9", null, AT);
        Runs.fixture()
                .given(Runs.soaking())
                .when(record(old, report(nth(2), RolloutDeviceState.ROLLED_BACK)))
                .expectEvents(
                        reported(
                                0,
                                on(
                                        old,
                                        RolloutDeviceState.VERIFIED,
                                        RolloutDeviceState.ROLLED_BACK,
                                        ReportOutcome.COUNTED),
                                counted(nth(2), RolloutDeviceState.VERIFIED, RolloutDeviceState.ROLLED_BACK)),
                        new RolloutHalted(
                                RUN, ACME, RolloutRunState.SOAKING, RolloutStopCause.FAILED_DEVICES, 1, 2, 2, 2, 2, 0));
    }

    @Test
    void theLastEndOfAllCompletesARunWithoutASoak() {
        Runs.fixture()
                .given(Runs.soaking(
                        new RolloutWaveBegun(RUN, ACME, 1, 1, 2, false), Runs.offered(1, 2, 2, 0, nth(3), nth(4))))
                .when(record(report(nth(4), RolloutDeviceState.VERIFIED), report(nth(3), RolloutDeviceState.VERIFIED)))
                .expectEvents(
                        reported(
                                0,
                                counted(nth(4), RolloutDeviceState.VERIFIED),
                                counted(nth(3), RolloutDeviceState.VERIFIED)),
                        new RolloutWaveEnded(RUN, ACME, 1, 2, 2, 0, AT, AT),
                        new RolloutCompleted(RUN, ACME, 1, 4, 0, 0, 0));
    }

    @Test
    void whatSaysNothingNewIsNoEvent() {
        Runs.fixture()
                .given(Runs.completed())
                .when(record(report(nth(1), RolloutDeviceState.VERIFIED)))
                .expectResultMessagePayload(List.of(ReportOutcome.REPEATED))
                .expectNoEvents();
    }

    @Test
    void aBatchIsBoundedAndOnlyWhatADeviceSaysIsReported() {
        DeviceReport one = report(nth(1), RolloutDeviceState.INSTALLED);
        List<DeviceReport> many = Collections.nCopies(RecordRolloutReports.MOST_REPORTS + 1, one);
        assertThatThrownBy(() -> new RecordRolloutReports(RUN, many, AT)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> new RecordRolloutReports(RUN, List.of(), AT)).isInstanceOf(MalformedInput.class);
        assertThatThrownBy(() -> record(report(nth(1), RolloutDeviceState.SKIPPED)))
                .isInstanceOf(MalformedInput.class);
    }

    /** A halt must not wait for the device that puts its code oddly, nor for the others of its batch. */
    @Test
    void aReportIsNotLostForTheTextsOfADevice() {
        DeviceReport odd =
                new DeviceReport(nth(1), 1, RolloutDeviceState.FAILED, null, "E17\n\u0000" + "x".repeat(300), AT);
        DeviceReport kept = new DeviceReport(
                nth(1), 1, RolloutDeviceState.FAILED, null, "E17\uFFFD\uFFFD" + "x".repeat(194) + "…", AT);
        Runs.fixture()
                .given(Runs.running())
                .when(record(odd, report(nth(2), RolloutDeviceState.FAILED)))
                .expectResultMessagePayload(List.of(ReportOutcome.COUNTED, ReportOutcome.COUNTED))
                .expectEvents(
                        reported(
                                0,
                                on(kept, RolloutDeviceState.OFFERED, RolloutDeviceState.FAILED, ReportOutcome.COUNTED),
                                counted(nth(2), RolloutDeviceState.FAILED)),
                        Runs.haltedEvent(RolloutRunState.RUNNING, 0));
    }

    /** That nobody waits for it does not make its failure borne. */
    @Test
    void aDeviceThatWasSkippedAndFailsHaltsTheRun() {
        Runs.fixture()
                .given(Runs.running(new RolloutDeviceSkipped(
                        RUN, ACME, 1, nth(1), RolloutDeviceState.OFFERED, RolloutDeviceState.SKIPPED)))
                .when(record(report(nth(1), RolloutDeviceState.FAILED), report(nth(2), RolloutDeviceState.FAILED)))
                .expectEvents(
                        reported(
                                0,
                                counted(nth(1), RolloutDeviceState.SKIPPED, RolloutDeviceState.FAILED),
                                counted(nth(2), RolloutDeviceState.FAILED)),
                        Runs.haltedEvent(RolloutRunState.RUNNING, 0));
    }

    private static RecordRolloutReports record(DeviceReport... reports) {
        return new RecordRolloutReports(RUN, List.of(reports), AT);
    }

    private static ReportedDevice late(DeviceId device, RolloutDeviceState to) {
        return on(report(device, to), RolloutDeviceState.OFFERED, to, ReportOutcome.LATE);
    }
}
