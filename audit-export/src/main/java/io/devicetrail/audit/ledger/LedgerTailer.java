package io.devicetrail.audit.ledger;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that follows the log. It looks a few times a second, so that a checkpoint is at most a second behind.
 * A log or a disk that is away is tried again; a log that contradicts the ledger stops the signing until the two agree.
 */
public final class LedgerTailer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LedgerTailer.class);
    private static final Duration IDLE = Duration.ofMillis(200);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration AFTER_BREAK = Duration.ofSeconds(10);
    private static final Duration CLOSE = Duration.ofSeconds(10);
    /** A batch takes a fraction of a second. What takes this long hangs: a disk, a database, a module that signs. */
    static final Duration LONGEST_STEP = Duration.ofSeconds(30);

    private final Ledger ledger;
    private final EntrySource source;
    private final Duration longestStep;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Status status = new Status(0, null, false, false);
    /** By {@link System#nanoTime}; null between two steps. */
    private volatile @Nullable Long stepSince;
    /** Since when it has been made to wait, by {@link System#nanoTime}; null while it goes on. Of the thread. */
    private @Nullable Long waitingSince;

    /**
     * How the tailer is doing.
     *
     * @param size events under the last checkpoint
     * @param trouble what keeps it from going on; null when nothing does
     * @param broken whether somebody has to look at it: it has stopped, hangs, or has been made to wait for longer than
     *     anybody should without knowing
     * @param stopped whether log and ledger contradict each other, or it fails for another reason than being made to wait
     */
    public record Status(long size, @Nullable String trouble, boolean broken, boolean stopped) {
        /**
         * Up to which size files may be compared with what was signed. A ledger that has stopped comes no further: then
         * there is nothing to wait for, and all the more to compare. One that waits or hangs may be in the middle of
         * making its files again.
         */
        public long settled() {
            return stopped ? Long.MAX_VALUE : size;
        }
    }

    private LedgerTailer(Ledger ledger, EntrySource source, Duration longestStep) {
        this.ledger = ledger;
        this.source = source;
        this.longestStep = longestStep;
        this.thread = Thread.ofPlatform().name("ledger-tailer").daemon().unstarted(this::run);
    }

    /**
     * @param folder of the ledger's files, which nothing else writes
     * @param secrets folder of the keys
     */
    public static LedgerTailer start(Path folder, Path secrets, LedgerKeyring keys, EntrySource source, Clock clock)
            throws IOException {
        return start(folder, secrets, keys, source, clock, LONGEST_STEP);
    }

    static LedgerTailer start(
            Path folder, Path secrets, LedgerKeyring keys, EntrySource source, Clock clock, Duration longestStep)
            throws IOException {
        CheckpointSigner signer = new CheckpointSigner(keys, LedgerFolder.at(secrets), clock);
        LedgerTailer tailer = new LedgerTailer(new Ledger(LedgerFolder.at(folder), signer), source, longestStep);
        tailer.thread.start();
        return tailer;
    }

    /** A step that hangs cannot say so itself. */
    public Status status() {
        Status last = status;
        Long since = stepSince;
        long taken = since == null ? 0 : System.nanoTime() - since;
        return taken < longestStep.toNanos()
                ? last
                : new Status(
                        last.size(),
                        "one step has taken " + TimeUnit.NANOSECONDS.toSeconds(taken)
                                + " s by now: the disk, the database or the module that signs does not answer",
                        true,
                        last.stopped());
    }

    private void run() {
        try {
            Duration wait = Duration.ZERO;
            while (!closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            boolean byItself = closing.getCount() > 0;
            status = new Status(
                    status.size(), "the tailer has stopped", status.broken() || byItself, status.stopped() || byItself);
        }
    }

    /** @return how long to wait before the next one */
    private Duration step() {
        stepSince = System.nanoTime();
        try {
            if (!ledger.isOpen()) {
                ledger.open();
            }
            int added = ledger.integrate(source);
            if (status.trouble() != null) {
                log.info("the ledger goes on at {} events", ledger.size());
            }
            status = new Status(ledger.size(), null, false, false);
            waitingSince = null;
            return added >= Ledger.BATCH ? Duration.ZERO : IDLE;
        } catch (LedgerBroken e) {
            if (!status.stopped()) {
                log.error("the ledger and the log contradict each other; nothing is signed", e);
            }
            status = new Status(status.size(), e.getMessage(), true, true);
            waitingSince = null;
            return AFTER_BREAK;
        } catch (IOException e) {
            waits(e);
            return AFTER_FAILURE;
        } catch (Throwable e) {
            // An event that this code fails on would otherwise keep the ledger from signing without anybody noticing.
            if (!status.stopped()) {
                log.error("the ledger cannot go on; nothing is signed", e);
            }
            status = new Status(status.size(), e.toString(), true, true);
            waitingSince = null;
            return AFTER_BREAK;
        } finally {
            stepSince = null;
        }
    }

    /** Events that nothing covers can still be changed without a trace: a short wait is no matter, a long one is. */
    private void waits(IOException why) {
        if (status.trouble() == null) {
            log.warn("the ledger waits: {}", why.toString());
        }
        long since = waitingSince == null ? System.nanoTime() : waitingSince;
        waitingSince = since;
        long waited = System.nanoTime() - since;
        boolean tooLong = waited >= longestStep.toNanos();
        if (tooLong && !status.broken()) {
            log.error(
                    "the ledger has covered nothing for {} s: {}",
                    TimeUnit.NANOSECONDS.toSeconds(waited),
                    why.toString());
        }
        status = new Status(
                status.size(),
                why + (tooLong ? ", for " + TimeUnit.NANOSECONDS.toSeconds(waited) + " s by now" : ""),
                tooLong,
                false);
    }

    /** What is under way is finished; the rest waits for the next start. */
    @Override
    public void close() {
        closing.countDown();
        try {
            if (!thread.join(CLOSE)) {
                log.warn("the ledger's tailer did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
