package io.devicetrail.update.agent;

import io.devicetrail.update.agent.Report.State;
import java.io.IOException;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the platform is told: an end first goes into the journal, and from there until it is with the platform. */
final class Telling {
    private static final int WHOLE = 100;

    private final Journal journal;
    private final Reports reports;
    private final Clock clock;
    private final Supplier<String> version;

    /** @param version that runs at the moment */
    Telling(Journal journal, Reports reports, Clock clock, Supplier<String> version) {
        this.journal = journal;
        this.reports = reports;
        this.clock = clock;
        this.version = version;
    }

    void end(JobId job, State state, @Nullable String code, int progress) throws IOException {
        Report report = report(job, state, code, progress);
        journal.end(report);
        send(report);
    }

    /** How far it is; a lost one is made up for by the next. */
    void tell(JobId job, State state, int progress) {
        try {
            reports.send(report(job, state, null, progress));
        } catch (IOException away) {
            return;
        }
    }

    /** By what is known of this attempt, or of a later one. */
    boolean answered(JobId job) throws IOException {
        Optional<Report> last = journal.last(job.rollout());
        if (last.isPresent() && last.get().job().attempt() >= job.attempt()) {
            send(last.get());
            return true;
        }
        return false;
    }

    /** Whatever is still owed; where one is not taken, those after it are not tried either. */
    void catchUp() throws IOException {
        for (Report each : journal.unsent()) {
            if (!send(each)) {
                return;
            }
        }
    }

    /** What was said of a job's image is not so any more. */
    void lost(String job) throws IOException {
        journal.lost(job, each -> report(each, State.ROLLED_BACK, Code.SLOT_DAMAGED.name(), WHOLE));
    }

    private Report report(JobId job, State state, @Nullable String code, int progress) {
        return new Report(
                job, state, version.get(), code, progress, clock.instant().truncatedTo(ChronoUnit.MILLIS));
    }

    /** Once it is with the platform it is not sent again of itself; one that is not stands in the journal as unsent. */
    private boolean send(Report last) throws IOException {
        try {
            reports.send(last);
        } catch (IOException away) {
            return false;
        }
        journal.sent(last);
        return true;
    }
}
