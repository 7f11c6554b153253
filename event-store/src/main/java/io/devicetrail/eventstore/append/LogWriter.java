package io.devicetrail.eventstore.append;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
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
    /** How long the writer sleeps on an empty queue before it looks whether it should stop. */
    private static final long IDLE_MILLIS = 200;
    /** Taken from the queue at once: each time, its lock keeps callers out. */
    private static final int CHUNK = 64;
    /** A batch with a loser or a new kind of event has so many, each with a time-out of its own. */
    private static final int STATEMENTS_OF_A_BATCH = 6;
    /** How long closing waits for the appends under way. */
    private static final long CLOSE_MILLIS = 10_000;

    private final UUID node = UUID.randomUUID();
    private final BatchInsert insert;
    private final LogWriterSettings settings;
    private final BlockingQueue<Append> queue;
    /** Of the appends in the queue, and of those on their way into it. */
    private final AtomicLong waitingBytes = new AtomicLong();

    private final Thread thread;
    /** Its queue is no longer than the callers are many. */
    private final ExecutorService teller;

    private volatile boolean closing;

    public LogWriter(DataSource dataSource, LogWriterSettings settings) {
        this.teller = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("log-teller").daemon().factory());
        this.insert = new BatchInsert(dataSource, settings, node, teller);
        this.settings = settings;
        this.queue = new ArrayBlockingQueue<>(settings.queueCapacity());
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
     * @throws LogUnavailableException if the log cannot take them within the settings' patience
     */
    public long append(List<EventRow> rows) {
        if (closing) {
            throw new LogUnavailableException("The log is closing; nothing was stored.");
        }
        Append append = new Append(rows);
        long deadline = System.nanoTime() + settings.patience().toNanos();
        try {
            if (!queued(append)) {
                throw new LogUnavailableException("The log has too much to do; nothing was stored. Try again shortly.");
            }
            return await(append, deadline);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Interrupted while storing.", append.withdraw(), e);
        }
    }

    private boolean queued(Append append) throws InterruptedException {
        boolean queued = false;
        try {
            // One that is larger than all may wait alone.
            long before = waitingBytes.getAndAdd(append.bytes());
            queued = (before == 0 || before + append.bytes() <= settings.queueBytes())
                    && queue.offer(append, settings.patience().toNanos(), TimeUnit.NANOSECONDS);
            return queued;
        } finally {
            if (!queued) {
                waitingBytes.addAndGet(-append.bytes());
            }
        }
    }

    private long await(Append append, long deadline) throws InterruptedException {
        try {
            return append.lastIndex().get(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            if (append.withdraw()) {
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
        if (cause instanceof LogUnavailableException away) {
            return new LogUnavailableException(String.valueOf(away.getMessage()), away.outcomeKnown(), away);
        }
        return new IllegalStateException("the log writer failed", e);
    }

    private void run() {
        List<Append> batch = new ArrayList<>();
        while (!closing || !queue.isEmpty()) {
            try {
                collect(batch);
                if (!batch.isEmpty()) {
                    store(batch);
                }
            } catch (InterruptedException e) {
                closing = true;
            } catch (RuntimeException | Error e) {
                log.warn("the log's writer could not take what waits: {}", e.toString());
                fail(batch, e);
            } finally {
                batch.clear();
            }
        }
        insert.close();
    }

    private void collect(List<Append> batch) throws InterruptedException {
        List<Append> chunk = new ArrayList<>(CHUNK);
        Append first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
        if (first != null) {
            chunk.add(first);
        }
        int events = 0;
        long bytes = 0;
        while (!chunk.isEmpty()) {
            for (Append next : chunk) {
                waitingBytes.addAndGet(-next.bytes());
                if (next.take()) {
                    batch.add(next);
                    events += next.rows().size();
                    bytes += next.bytes();
                }
            }
            chunk.clear();
            if (events < settings.batchEvents() && bytes < settings.batchBytes()) {
                // Large ones a few at a time: a chunk is taken whole.
                long mean = Math.max(1, bytes / Math.max(1, batch.size()));
                long room = Math.max(1, (settings.batchBytes() - bytes) / mean);
                queue.drainTo(chunk, (int) Math.min(Math.min(CHUNK, room), settings.batchEvents() - events));
            }
        }
    }

    private void store(List<Append> batch) {
        try {
            insert.store(batch);
        } catch (SQLException | RuntimeException | Error e) {
            // An error too: a writer that ended would leave its callers waiting for ever.
            log.warn("the log could not store {} appends: {}", batch.size(), e.toString());
            fail(batch, e);
        }
    }

    private void fail(List<Append> batch, Throwable e) {
        boolean known = !insert.brokeInCommit();
        String message = known
                ? "The log is not reachable; nothing was stored."
                : "The log's connection broke during the commit; ask again with the same clientMutationId to learn the outcome.";
        batch.forEach(
                append -> append.lastIndex().completeExceptionally(new LogUnavailableException(message, known, e)));
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
