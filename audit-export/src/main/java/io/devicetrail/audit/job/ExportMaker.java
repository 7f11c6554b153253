package io.devicetrail.audit.job;

import io.devicetrail.audit.copy.CopyTooLarge;
import io.devicetrail.audit.copy.MadeFile;
import io.devicetrail.audit.copy.WholeCopy;
import io.devicetrail.audit.trail.LogUnreadable;
import io.devicetrail.domain.exportjob.ExportJobCommand;
import io.devicetrail.domain.exportjob.ExportJobCommand.CompleteExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.FailExportJob;
import io.devicetrail.domain.exportjob.ExportJobCommand.RemoveExportJob;
import io.devicetrail.domain.exportjob.ExportJobFailure;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.shared.MalformedInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes export jobs, one after the other, tells the log of them, and deletes their files in their time. */
public final class ExportMaker implements AutoCloseable {
    /** Between two looks for what time alone makes due. */
    private static final Duration LOOK = Duration.ofSeconds(5);
    /** For the job that is being made to come to where it can be left. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final String LOG_AWAY = "the log, which could not be read";
    private static final String NOT_TOLD = "the log, which has to take down what came of it";
    private static final String DISK = "the disk, which could not be written";
    private static final String ROOM = "room on the disk";
    private static final String UNKNOWN = "somebody to look into the server's messages";

    private static final Logger LOG = LoggerFactory.getLogger(ExportMaker.class);

    private final ExportJobs jobs;
    private final WholeCopy copies;
    private final ExportJobLog log;
    private final Room room;
    private final Clock clock;
    private @Nullable Thread thread;

    ExportMaker(ExportJobs jobs, WholeCopy copies, ExportJobLog log, Room room, Clock clock) {
        this.jobs = jobs;
        this.copies = copies;
        this.log = log;
        this.room = room;
        this.clock = clock;
    }

    /** What the disk has left. */
    @FunctionalInterface
    interface Room {
        /** In bytes. */
        long free() throws IOException;
    }

    /** Everything else in the home, the log before all, needs what is left of the disk. */
    private static final class NoRoom extends IOException {
        private static final long serialVersionUID = 1L;
    }

    /** On a thread of its own, until it is closed. */
    public static ExportMaker start(ExportJobs jobs, WholeCopy copies, ExportJobLog log, Clock clock) {
        Room room = () -> Files.getFileStore(jobs.root()).getUsableSpace();
        ExportMaker maker = new ExportMaker(jobs, copies, log, room, clock);
        maker.thread = Thread.ofPlatform()
                .daemon()
                .name("export-jobs")
                .priority(Thread.MIN_PRIORITY)
                .start(maker::run);
        return maker;
    }

    private void run() {
        try {
            do {
                work();
            } while (jobs.await(LOOK));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whatever is due. The thread outlives every exception: nobody would begin another. */
    private void work() {
        try {
            while (step()) {
                // The next.
            }
        } catch (RuntimeException e) {
            LOG.error("Export jobs are looked at again in {}", LOOK, e);
        }
    }

    @Override
    public void close() {
        jobs.stop();
        Thread running = thread;
        if (running != null) {
            try {
                running.join(PATIENCE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /**
     * Does the next thing that is due.
     *
     * @return whether there was one
     */
    boolean step() {
        Instant now = clock.instant();
        Optional<Job> untold = jobs.untold(now);
        if (untold.isPresent()) {
            doing(untold.get(), this::tell);
            return true;
        }
        Optional<ExportJobs.Removal> old = jobs.old(now);
        if (old.isPresent()) {
            doing(old.get().job(), job -> remove(old.get()));
            return true;
        }
        Optional<Job> open = jobs.open(now);
        open.ifPresent(job -> doing(job, this::make));
        return open.isPresent();
    }

    /** What can go wrong. */
    @FunctionalInterface
    private interface Work {
        void on(Job job) throws IOException;
    }

    /** What fails is tried again later: an error in one job keeps none from the others. */
    private void doing(Job job, Work work) {
        jobs.begin(job);
        try {
            work.on(job);
        } catch (NoRoom e) {
            again(job, ROOM, null);
        } catch (IOException e) {
            again(job, DISK, e);
        } catch (RuntimeException e) {
            LOG.error("Export job {} could not be gone on with", job.order.job(), e);
            again(job, UNKNOWN, e);
        } finally {
            ended(job);
        }
    }

    private void make(Job job) throws IOException {
        requireRoom();
        try {
            List<MadeFile> files = copies.make(
                    job.order.copy(jobs.limits().largest()),
                    job.folder.path(),
                    (read, events, entries, bytes) -> goesOn(job, new Job.Figures(read, events, entries, bytes)));
            jobs.made(job, made(files));
        } catch (CopyTooLarge e) {
            jobs.failed(job, ExportJobFailure.TOO_LARGE);
        } catch (MalformedInput e) {
            jobs.failed(job, ExportJobFailure.REPORT_TOO_LARGE);
        } catch (LogUnreadable e) {
            again(job, LOG_AWAY, e);
        }
    }

    private boolean goesOn(Job job, Job.Figures figures) {
        try {
            requireRoom();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return jobs.goesOn(job, figures);
    }

    private void requireRoom() throws IOException {
        if (room.free() < jobs.limits().leastFree()) {
            throw new NoRoom();
        }
    }

    private JobFolder.Made made(List<MadeFile> files) {
        List<ExportJobFile> listed = files.stream()
                .map(file -> new ExportJobFile(file.name(), file.format(), file.entries(), file.bytes(), file.sha256()))
                .toList();
        long entries = files.stream()
                .filter(MadeFile::hasAllEntries)
                .mapToLong(MadeFile::entries)
                .max()
                .orElse(0);
        return new JobFolder.Made(entries, listed, clock.instant());
    }

    private void tell(Job job) throws IOException {
        Optional<ExportJobFailure> why = job.failure();
        ExportJobCommand what = why.isPresent()
                ? new FailExportJob(job.order.job(), why.get())
                : job.made()
                        .map(made ->
                                new CompleteExportJob(job.order.job(), job.order.head(), made.entries(), made.files()))
                        .orElseThrow();
        if (told(job, what)) {
            jobs.told(job, clock.instant());
        }
    }

    /** Said first: files that are there although the log says that they are not do no harm, and go at the next try. */
    private void remove(ExportJobs.Removal removal) throws IOException {
        Job job = removal.job();
        if (told(job, new RemoveExportJob(job.order.job(), removal.why()))) {
            jobs.forget(job);
        }
    }

    private boolean told(Job job, ExportJobCommand what) {
        try {
            log.tell(job.order.tenant(), what);
            return true;
        } catch (LogUnreadable e) {
            again(job, NOT_TOLD, e);
            return false;
        }
    }

    private void again(Job job, String waitsFor, @Nullable Exception why) {
        if (jobs.isLeft(job)) {
            return;
        }
        LOG.info("Export job {} waits for {}", job.order.job(), waitsFor, why);
        if (jobs.again(job, waitsFor, clock.instant())) {
            try {
                jobs.failed(job, ExportJobFailure.NOT_MADE);
            } catch (IOException e) {
                LOG.warn("Export job {} goes on being tried, as nothing can be written", job.order.job(), e);
            }
        }
    }

    private void ended(Job job) {
        try {
            jobs.ended(job);
        } catch (IOException e) {
            LOG.warn("Of export job {} something is left behind until the next start", job.order.job(), e);
        }
    }
}
