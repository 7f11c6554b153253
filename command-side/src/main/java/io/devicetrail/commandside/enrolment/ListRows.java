package io.devicetrail.commandside.enrolment;

import io.devicetrail.commandside.sending.LogUnavailable;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a list, several on their way to the log at the same time. One that the log does not answer costs the others
 * nothing; a list for which nobody waits any more is not begun any further, as whoever brought it sends it again.
 */
final class ListRows<R, T> {
    /**
     * Rows of all lists on their way at the same time: about as many as there are connections to the database, so that
     * those of one commit are many, and others get theirs in between.
     */
    static final int AT_ONCE = 32;

    /** Of a row that the log did not answer. */
    static final UserError UNANSWERED = new UserError(
            LogUnavailable.CODE,
            "The log did not answer; whether the row is stored is not known. Send the list again.",
            List.of());

    private static final Semaphore ON_THEIR_WAY = new Semaphore(AT_ONCE, true);

    private final Function<R, T> work;
    private final Function<R, T> unanswered;
    private final BooleanSupplier over;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    private final Queue<LogUnavailable> silences = new ConcurrentLinkedQueue<>();

    /**
     * @param work on a row
     * @param unanswered what a row came to that the log did not answer, with {@link #UNANSWERED}
     * @param over whether nobody waits any more; null where that cannot be told
     */
    ListRows(Function<R, T> work, Function<R, T> unanswered, @Nullable BooleanSupplier over) {
        this.work = work;
        this.unanswered = unanswered;
        this.over = over == null ? () -> false : over;
    }

    /**
     * What each came to, in the order of the list.
     *
     * @throws LogUnavailable if the log answered none
     */
    List<T> each(List<R> rows) {
        List<T> results = new ArrayList<>();
        // Not virtual ones: all of those share as many threads as there are cores, and what reads the log has dozens.
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofPlatform().name("device-list-", 0).factory())) {
            List<Future<T>> told =
                    rows.stream().map(row -> threads.submit(() -> one(row))).toList();
            told.forEach(each -> results.add(answer(each)));
        }
        LogUnavailable silence = silences.peek();
        if (silence != null && silences.size() == rows.size()) {
            throw silence;
        }
        return results;
    }

    private T one(R row) throws InterruptedException {
        requireGoingOn();
        ON_THEIR_WAY.acquire();
        try {
            requireGoingOn();
            return work.apply(row);
        } catch (LogUnavailable silence) {
            silences.add(silence);
            return unanswered.apply(row);
        } catch (RuntimeException e) {
            failure.compareAndSet(null, e);
            throw e;
        } finally {
            ON_THEIR_WAY.release();
        }
    }

    /** Those under way come to their end: an interrupt would close files under others' hands. */
    private void requireGoingOn() {
        RuntimeException failed = failure.get();
        if (failed != null) {
            throw failed;
        }
        if (over.getAsBoolean()) {
            throw new IllegalStateException("nobody waits for this list any more; send it again");
        }
    }

    private static <T> T answer(Future<T> row) {
        try {
            return row.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted in the middle of a list; send it again", e);
        }
    }
}
