package io.devicetrail.audit.job;

import io.devicetrail.audit.copy.WholeCopy;
import io.devicetrail.domain.exportjob.ExportJobFailure;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.exportjob.ExportJobId;
import io.devicetrail.domain.exportjob.ExportJobProgress;
import io.devicetrail.domain.exportjob.ExportJobProgresses;
import io.devicetrail.domain.exportjob.ExportJobRemoval;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The export jobs of a home: those that wait, the one that is being made, and those whose files are kept. All of it is on
 * the disk too, so that who goes on after a kill finds it there.
 */
public final class ExportJobs implements ExportJobProgresses {
    private static final Logger LOG = LoggerFactory.getLogger(ExportJobs.class);

    private final Path root;
    private final ExportJobLimits limits;
    private final Map<ExportJobId, Job> jobs = new HashMap<>();
    private final Semaphore changes = new Semaphore(0);
    private boolean stopped;

    public ExportJobs(Path root, ExportJobLimits limits) throws IOException {
        this.root = root;
        this.limits = limits;
        for (JobFolder folder : JobFolder.in(root)) {
            findAgain(folder);
        }
    }

    /** One that cannot be read keeps none of the others, and nothing else of the platform, from starting. */
    private void findAgain(JobFolder folder) {
        try {
            ExportOrder order = folder.order().orElseThrow(() -> new IOException("its order cannot be read"));
            jobs.put(order.job(), new Job(folder, order));
        } catch (IOException | RuntimeException e) {
            LOG.warn("The export job in {} cannot be gone on with, and is left alone", folder.path(), e);
        }
    }

    /** A file that can be fetched. */
    public record Held(ExportOrder order, ExportJobFile file, Path path) {}

    /** Puts it in the queue, once, and survives a crash from then on. */
    public synchronized void take(ExportOrder order) throws IOException {
        if (jobs.containsKey(order.job())) {
            return;
        }
        long all = jobs.values().stream().filter(Job::isOpen).count();
        long ofTenant = jobs.values().stream()
                .filter(job -> job.isOpen() && job.order.tenant().equals(order.tenant()))
                .count();
        JobFolder folder = new JobFolder(root.resolve(order.job().toString()));
        folder.write(order);
        Job job = new Job(folder, order);
        if (all >= limits.mostWaiting() || ofTenant >= limits.mostWaitingOfTenant()) {
            job.failed(ExportJobFailure.QUEUE_FULL);
        }
        jobs.put(order.job(), job);
        changes.release();
    }

    /** What was made elsewhere, or in a folder that is lost, is not made again: its hashes are on record. */
    public synchronized void leave(ExportJobId id) throws IOException {
        Job job = jobs.get(id);
        if (job != null && job.isOpen()) {
            drop(id);
        }
    }

    /** What the log says is over leaves nothing here. */
    public synchronized void drop(ExportJobId id) throws IOException {
        Job job = jobs.get(id);
        if (job != null) {
            job.drop();
            if (!job.isAtWork()) {
                forget(job);
            }
        }
    }

    /** The tenant is asked for too: nobody is told of another's. */
    public synchronized Optional<Held> file(TenantId tenant, ExportJobId id, String name) {
        return Optional.ofNullable(jobs.get(id))
                .filter(job -> job.isKept() && job.order.tenant().equals(tenant))
                .flatMap(job -> job.made().orElseThrow().files().stream()
                        .filter(file -> file.name().equals(name))
                        .findFirst()
                        .map(file -> new Held(
                                job.order,
                                file,
                                WholeCopy.files(job.folder.path()).resolve(file.name()))));
    }

    @Override
    public synchronized Optional<ExportJobProgress> of(ExportJobId id) {
        return Optional.ofNullable(jobs.get(id))
                .filter(job -> job.isOpen() || job.isUntold())
                .map(job -> new ExportJobProgress(
                        job.figures().eventsRead(),
                        job.figures().events(),
                        job.figures().entries(),
                        job.figures().bytes(),
                        waitsFor(job)));
    }

    /** How many are before it is not told: they are other tenants' too. */
    private @Nullable String waitsFor(Job job) {
        boolean isNext =
                jobs.values().stream().noneMatch(other -> other.isOpen() && other.order.index() < job.order.index());
        return job.waitsFor() != null || job.isAtWork() || isNext ? job.waitsFor() : "what was asked for before it";
    }

    /** No job is gone on with from now on; the one that is being made is left where it is. */
    synchronized void stop() {
        stopped = true;
        changes.release();
    }

    /**
     * Waits for a change, or for a while.
     *
     * @return whether to go on at all
     */
    boolean await(Duration most) throws InterruptedException {
        if (changes.tryAcquire(most.toMillis(), TimeUnit.MILLISECONDS)) {
            changes.drainPermits();
        }
        synchronized (this) {
            return !stopped;
        }
    }

    Path root() {
        return root;
    }

    ExportJobLimits limits() {
        return limits;
    }

    Optional<Job> untold(Instant now) {
        return first(job -> job.isUntold() && job.isDue(now));
    }

    Optional<Job> open(Instant now) {
        return first(job -> job.isOpen() && job.isDue(now));
    }

    private synchronized Optional<Job> first(Predicate<Job> which) {
        return stopped ? Optional.empty() : inOrder().filter(which).findFirst();
    }

    /** One whose files are to go. */
    record Removal(Job job, ExportJobRemoval why) {}

    /** By time, or as the oldest of too many. */
    synchronized Optional<Removal> old(Instant now) {
        Map<TenantId, List<Job>> kept = new HashMap<>();
        inOrder()
                .filter(job -> job.isKept() && !job.isUntold())
                .forEach(job -> kept.computeIfAbsent(job.order.tenant(), tenant -> new ArrayList<>())
                        .add(job));
        return kept.values().stream()
                .filter(ofTenant -> !stopped && ofTenant.getFirst().isDue(now))
                .flatMap(ofTenant -> removal(ofTenant, now).stream())
                .findFirst();
    }

    /** The oldest by its request is mostly the oldest by its files; one that is not waits for it. */
    private Optional<Removal> removal(List<Job> ofTenant, Instant now) {
        Job oldest = ofTenant.getFirst();
        Instant until = oldest.made().orElseThrow().at().plus(limits.kept());
        if (!now.isBefore(until)) {
            return Optional.of(new Removal(oldest, ExportJobRemoval.TIME_OVER));
        }
        return ofTenant.size() > limits.mostKeptOfTenant()
                ? Optional.of(new Removal(oldest, ExportJobRemoval.TOO_MANY))
                : Optional.empty();
    }

    synchronized void begin(Job job) {
        job.atWork(true);
    }

    synchronized boolean goesOn(Job job, Job.Figures figures) {
        job.figures(figures);
        return !isLeft(job);
    }

    synchronized void made(Job job, JobFolder.Made made) throws IOException {
        job.made(made);
    }

    synchronized void failed(Job job, ExportJobFailure why) throws IOException {
        job.failed(why);
    }

    /** Of one that was stopped or dropped there is nothing to be tried. */
    synchronized boolean isLeft(Job job) {
        return stopped || job.isDropped();
    }

    /** @return whether it was tried too often */
    synchronized boolean again(Job job, String waitsFor, Instant now) {
        if (isLeft(job)) {
            return false;
        }
        int tries = job.failedTry(waitsFor, now.plus(limits.betweenTries()));
        return job.isOpen() && tries >= limits.mostTries();
    }

    synchronized void ended(Job job) throws IOException {
        job.atWork(false);
        if (job.isDropped()) {
            forget(job);
        }
    }

    /** What failed is of no use here when the log has it. */
    synchronized void told(Job job, Instant at) throws IOException {
        if (job.failure().isPresent()) {
            forget(job);
        } else {
            job.told(at);
        }
    }

    synchronized void forget(Job job) throws IOException {
        job.folder.delete();
        jobs.remove(job.order.job());
    }

    private Stream<Job> inOrder() {
        return jobs.values().stream().sorted(Comparator.comparingLong(job -> job.order.index()));
    }
}
