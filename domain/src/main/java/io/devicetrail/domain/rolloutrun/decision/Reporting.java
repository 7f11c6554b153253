package io.devicetrail.domain.rolloutrun.decision;

import io.devicetrail.domain.rolloutrun.DeviceReport;
import io.devicetrail.domain.rolloutrun.ReportOutcome;
import io.devicetrail.domain.rolloutrun.ReportedDevice;
import io.devicetrail.domain.rolloutrun.RolloutDeviceState;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides on reports, one after the other. The one that passes a threshold is followed by the halt, and by no offer. */
public final class Reporting {
    private final Trial trial;
    private final List<ReportOutcome> outcomes = new ArrayList<>();
    /** On record already, and not yet in an event. */
    private List<ReportedDevice> told = new ArrayList<>();

    private Reporting(RolloutRun now) {
        trial = new Trial(now);
    }

    /**
     * What was decided.
     *
     * @param outcomes one for each report, in their order
     * @param events to be stored together
     */
    public record Decision(List<ReportOutcome> outcomes, List<RolloutRunEvent> events) {}

    /** @param at of now: a wave that ends by the reports soaks from then on */
    public static Decision on(RolloutRun now, List<DeviceReport> reports, Instant at) {
        Reporting reporting = new Reporting(now);
        reports.forEach(reporting::take);
        reporting.tell();
        Progress.settle(reporting.trial, at);
        return new Decision(List.copyOf(reporting.outcomes), reporting.trial.events());
    }

    private void take(DeviceReport report) {
        RolloutRun run = trial.run();
        RolloutBook book = run.book();
        int place = book.place(report.device());
        ReportOutcome outcome = outcome(run, place, report);
        if (outcome.recorded()) {
            RolloutDeviceState from = book.state(place);
            RolloutDeviceState to = outcome == ReportOutcome.CONTRADICTORY ? from : meant(report);
            ReportedDevice reported = new ReportedDevice(
                    report.device(),
                    report.attempt(),
                    from,
                    report.says(),
                    to,
                    outcome,
                    report.version(),
                    report.code(),
                    report.at());
            book.record(reported);
            told.add(reported);
            // Of whom the platform alone said so, the device's own word is news to what is asked of the last devices.
            if (to.failed() && (!from.failed() || from == RolloutDeviceState.TIMED_OUT)) {
                haltAt(book.waveOf(place));
            }
        }
        outcomes.add(outcome);
    }

    private ReportOutcome outcome(RolloutRun run, int place, DeviceReport report) {
        if (place < 0) {
            return ReportOutcome.NOT_IN_COHORT;
        }
        int last = run.book().attempt(place);
        RolloutDeviceState now = run.book().state(place);
        if (report.attempt() < 1 || report.attempt() > last) {
            return ReportOutcome.UNKNOWN_ATTEMPT;
        }
        if (report.attempt() < last || retried(run.book(), place, report)) {
            return ReportOutcome.OLD_ATTEMPT;
        }
        if (report.says() == RolloutDeviceState.VERIFIED && report.version() == null) {
            return ReportOutcome.WITHOUT_VERSION;
        }
        // The failure is of an attempt before, as the last one was taken back and never came again.
        boolean taken = now.failed() && report.attempt() > run.book().failedBy(place);
        ReportOutcome outcome = ReportRule.of(taken ? RolloutDeviceState.NOT_OFFERED : now, meant(report));
        return switch (outcome) {
            case COUNTED -> run.state().live() ? outcome : ReportOutcome.LATE;
            case CONTRADICTORY -> run.book().contradicted(place) == report.attempt() ? ReportOutcome.REPEATED : outcome;
            default -> outcome;
        };
    }

    /**
     * Whether the attempt failed and was answered by a retry, whose offer the device waits for. Or was skipped before: that it
     * is so by an event of revision 1 alone.
     */
    private static boolean retried(RolloutBook book, int place, DeviceReport report) {
        RolloutDeviceState now = book.state(place);
        return (now == RolloutDeviceState.WAITING || now == RolloutDeviceState.SKIPPED)
                && report.attempt() <= book.failedBy(place);
    }

    private RolloutDeviceState meant(DeviceReport report) {
        return ReportRule.meant(
                report, trial.run().created().content().release().version());
    }

    private void haltAt(int wave) {
        StopRule.haltAt(trial.run(), wave).ifPresent(halt -> {
            tell();
            trial.add(halt);
        });
    }

    private void tell() {
        if (!told.isEmpty()) {
            RolloutRun run = trial.run();
            trial.addDone(new RolloutReported(
                    run.id(),
                    run.tenant(),
                    run.round(),
                    List.copyOf(told),
                    run.book().open()));
            told = new ArrayList<>();
        }
    }
}
