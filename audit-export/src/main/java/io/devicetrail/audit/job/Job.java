package io.devicetrail.audit.job;

import io.devicetrail.domain.exportjob.ExportJobFailure;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A job as this node knows it; all but the figures is changed by whoever holds the lock of {@link ExportJobs}. */
final class Job {
    final JobFolder folder;
    final ExportOrder order;

    private JobFolder.@Nullable Made made;
    private @Nullable ExportJobFailure failure;
    private boolean told;
    private boolean dropped;
    private boolean atWork;
    private int tries;
    private Instant notBefore = Instant.MIN;
    private @Nullable String waitsFor;
    private Figures figures = new Figures(0, 0, 0, 0);

    Job(JobFolder folder, ExportOrder order) throws IOException {
        this.folder = folder;
        this.order = order;
        this.made = folder.made().orElse(null);
        this.failure = folder.failed().map(JobFolder.Failed::why).orElse(null);
        this.told = folder.told();
    }

    /** How far it is. */
    record Figures(long eventsRead, long events, long entries, long bytes) {}

    boolean isOpen() {
        return made == null && failure == null && !dropped;
    }

    boolean isKept() {
        return made != null && !dropped;
    }

    boolean isUntold() {
        return !told && !dropped && (made != null || failure != null);
    }

    Optional<JobFolder.Made> made() {
        return Optional.ofNullable(made);
    }

    Optional<ExportJobFailure> failure() {
        return Optional.ofNullable(failure);
    }

    void made(JobFolder.Made what) throws IOException {
        folder.write(what);
        made = what;
        begunAgain();
    }

    void failed(ExportJobFailure why) throws IOException {
        folder.write(new JobFolder.Failed(why));
        failure = why;
        begunAgain();
    }

    void told(Instant at) throws IOException {
        folder.write(new JobFolder.Told(at));
        told = true;
    }

    void drop() {
        dropped = true;
    }

    boolean isDropped() {
        return dropped;
    }

    boolean isAtWork() {
        return atWork;
    }

    void atWork(boolean working) {
        atWork = working;
        if (working) {
            waitsFor = null;
        }
    }

    boolean isDue(Instant now) {
        return !now.isBefore(notBefore);
    }

    /** @return how often by now */
    int failedTry(String what, Instant again) {
        waitsFor = what;
        notBefore = again;
        return ++tries;
    }

    private void begunAgain() {
        tries = 0;
        waitsFor = null;
        notBefore = Instant.MIN;
    }

    @Nullable String waitsFor() {
        return waitsFor;
    }

    Figures figures() {
        return figures;
    }

    void figures(Figures now) {
        figures = now;
    }
}
