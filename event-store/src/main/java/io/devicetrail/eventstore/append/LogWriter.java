package io.devicetrail.eventstore.append;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one writer of this node. Appends of many callers wait in a bounded queue; the writer takes what is there and
 * stores it in one commit, so the price of a commit is shared by all that arrived during the last one.
 *
 * <p>Order of things, and what a crash means: (1) rows are serialised by the caller; (2) the writer holds the log's
 * advisory lock, so of several nodes one writes at a time; (3) indexes are last + 1, last + 2, … read under that lock;
 * (4) one insert, one commit; (5) callers are told. A crash before the end of (4) leaves nothing of the batch, a crash
 * after it leaves all of it: the callers were not told, and asking again with the same command id shows it is there.
 */
public final class LogWriter implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LogWriter.class);
    /** A batch with a loser or a new kind of event has so many, each with a time-out of its own. */
    private static final int STATEMENTS_OF_A_BATCH = 6;
    /** How long closing waits for the appends under way. */
    private static final long CLOSE_MILLIS = 10_000;
    /** While nothing is appended and the last batch failed, the log is tried out so often. */
    private static final Duration TRIAL = Duration.ofSeconds(1);

    private final UUID node = UUID.randomUUID();
    private final BatchInsert insert;
    private final LogWriterSettings settings;
    private final AppendQueue queue;
    private final Intake intake = new Intake();
    private final Thread thread;
    /** Its queue is no longer than the callers are many. */
    private final ExecutorService teller;

    /** Once it is there, this process stores nothing more: its readers may be past what another server lost. */
    private volatile @Nullable LogFellBackException fellBack;

    private volatile boolean closing;
    private long tried = System.nanoTime();

    public LogWriter(DataSource dataSource, LogWriterSettings settings) {
        this.teller = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("log-teller").daemon().factory());
        this.insert = new BatchInsert(dataSource, settings, node, teller);
        this.settings = settings;
        this.queue = new AppendQueue(settings);
        this.thread = Thread.ofPlatform().name("log-writer").daemon().unstarted(this::run);
        thread.start();
    }

    /** Names this writer in its notices to other nodes ({@link LogChannel}). */
    public String node() {
        return node.toString();
    }

    /**
     * Stores the rows durably, all or none.
     *
     * @return index of the last of them
     * @throws AppendConflictException if another writer was first with a sequence number or the command
     * @throws LogFellBackException if the log has lost events that this process told as stored
     * @throws LogUnavailableException if the log cannot take them within the settings' patience
     */
    public long append(List<EventRow> rows) {
        if (closing) {
            throw new LogUnavailableException("The log is closing; nothing was stored.");
        }
        if (fellBack != null) {
            intake.turnedAway();
        }
        requireNotFallenBack();
        Append append = new Append(rows);
        long deadline = System.nanoTime() + settings.patience().toNanos();
        try {
            if (!queue.offer(append)) {
                intake.turnedAway();
                throw new LogUnavailableException("The log has too much to do; nothing was stored. Try again shortly.");
            }
            return await(append, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Interrupted while storing.", append.withdraw(), e);
        }
    }

    private long await(Append append, long deadline) throws InterruptedException {
        try {
            return append.lastIndex().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (append.withdraw()) {
                intake.turnedAway();
                throw new LogUnavailableException("The log did not take the change in time; nothing was stored.");
            }
            return awaitTaken(append);
        } catch (ExecutionException e) {
            throw rethrow(e);
        }
    }

    /** The writer has it, and only it knows the outcome. */
    private long awaitTaken(Append append) throws InterruptedException {
        long longest = settings.statementTimeout().toMillis() * STATEMENTS_OF_A_BATCH;
        try {
            return append.lastIndex().get(longest, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw rethrow(e);
        } catch (TimeoutException e) {
            throw new LogUnavailableException(
                    "The log has not said whether the change is stored; ask again with the same clientMutationId to learn the outcome.",
                    false,
                    e);
        }
    }

    private static RuntimeException rethrow(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof AppendConflictException) {
            return new AppendConflictException(String.valueOf(cause.getMessage()));
        }
        if (cause instanceof LogFellBackException behind) {
            return behind.again();
        }
        if (cause instanceof LogUnavailableException away) {
            return new LogUnavailableException(String.valueOf(away.getMessage()), away.outcomeKnown(), away);
        }
        return new IllegalStateException("the log writer failed", e);
    }

    private void run() {
        List<Append> batch = new ArrayList<>();
        while (!closing || queue.size() > 0) {
            try {
                queue.collect(batch);
                if (!batch.isEmpty()) {
                    store(batch);
                } else if (intake.awaitsTrial()) {
                    tryOut();
                }
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException | Error e) {
                fail(batch, e);
            } finally {
                batch.clear();
            }
        }
        insert.close();
    }

    private void store(List<Append> batch) {
        try {
            requireNotFallenBack();
            intake.begins();
            int refused = insert.store(batch);
            if (refused < batch.size()) {
                intake.took(batch.size() - refused);
            }
            if (refused > 0) {
                intake.refusedRows(refused, refused == batch.size());
            }
        } catch (SQLException | RuntimeException | Error e) {
            // An error too: a writer that ended would leave its callers waiting for ever.
            fail(batch, e);
        }
    }

    private void requireNotFallenBack() {
        LogFellBackException behind = fellBack;
        if (behind != null) {
            throw behind.again();
        }
    }

    /** Nobody appends where changes are refused before they come here: the log has to be found well without. */
    private void tryOut() {
        if (System.nanoTime() - tried < TRIAL.toNanos()) {
            return;
        }
        try {
            insert.tryOut();
            intake.wellAgain();
            log.info("the log takes changes again");
        } catch (SQLException | RuntimeException | Error e) {
            log.debug("the log does not take changes yet: {}", e.toString());
            noticeFallBack(e);
            intake.trialFailed(e);
        } finally {
            tried = System.nanoTime();
        }
    }

    private void fail(List<Append> batch, Throwable e) {
        log.warn("the log could not store {} appends: {}", batch.size(), e.toString());
        noticeFallBack(e);
        List<Append> refused = new ArrayList<>(batch);
        boolean held = e instanceof SQLException sql && BatchInsert.LOCK_NOT_AVAILABLE.equals(sql.getSQLState());
        if (held) {
            // They have waited as well; another round would be longer than they were promised.
            refused.addAll(queue.olderThan(settings.patience().minus(settings.lockWait())));
        }
        intake.failed(refused.size(), e);
        LogUnavailableException refusal = refusal(e, held);
        refused.forEach(append -> append.lastIndex().completeExceptionally(refusal));
    }

    private LogUnavailableException refusal(Throwable e, boolean held) {
        if (e instanceof LogFellBackException behind) {
            return behind;
        }
        if (held) {
            return new LogUnavailableException(
                    "The log is held by another node; nothing was stored. Try again shortly.", true, e);
        }
        return insert.brokeInCommit()
                ? new LogUnavailableException(
                        "The log's connection broke during the commit; ask again with the same clientMutationId to learn the outcome.",
                        false,
                        e)
                : new LogUnavailableException("The log is not reachable; nothing was stored.", true, e);
    }

    private void noticeFallBack(Throwable e) {
        if (e instanceof LogFellBackException behind && fellBack == null) {
            fellBack = behind;
            log.error("{}", behind.getMessage());
        }
    }

    /** A reader of this node was given this event: nothing is stored any more should the log lack it. */
    public void seen(long index, String eventId) {
        insert.told(index, eventId);
    }

    /** Whether the log was found to lack events that it had; true until this process ends. */
    public boolean fellBack() {
        return fellBack != null;
    }

    /** Whether the log takes what it is given. */
    public Intake.Status status() {
        return intake.status(queue.size());
    }

    /** Stores what waits, then stops. */
    @Override
    public void close() {
        closing = true;
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        teller.shutdown();
        @Nullable Append left;
        while ((left = queue.poll()) != null) {
            left.lastIndex()
                    .completeExceptionally(new LogUnavailableException("The log is closed; nothing was stored."));
        }
    }
}
