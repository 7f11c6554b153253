package io.devicetrail.commandside.enrolment;

import io.devicetrail.commandside.sending.LogUnavailable;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of a list, several on their way to the log at the same time. One that the log does not answer costs the others
 * nothing and is tried again, as the same command, once the others are done: a busy moment or a restart of the database
 * does not leave the person who brought a thousand rows with ten of them. A list for which nobody waits any more is not
 * begun any further, as whoever brought it sends it again.
 */
final class ListRows<R, T> {
    private static final Logger LOG = LoggerFactory.getLogger(ListRows.class);
    /**
     * Rows of all lists on their way at the same time: about as many as there are connections to the database, so that
     * those of one commit are many, and others get theirs in between.
     */
    static final int AT_ONCE = 32;

    /**
     * How often and how long rows are tried again that the log does not answer.
     *
     * @param rounds of a list, the first one too
     * @param between two of them
     * @param lastBegins after so long none is begun any more
     */
    record Patience(int rounds, Duration between, Duration lastBegins) {
        /**
         * As long as a database takes that starts anew. A row may take half a minute, and what the others
         * came to has to be told within the request's minute: their tokens are shown in this answer only.
         */
        static final Patience DEFAULT = new Patience(10, Duration.ofSeconds(1), Duration.ofSeconds(20));

        private boolean lasts(long begun) {
            return System.nanoTime() - begun < lastBegins.toNanos();
        }
    }

    /** Of a row that the log did not answer in any round. */
    static final UserError UNANSWERED = new UserError(
            LogUnavailable.CODE,
            "The log did not answer; whether the row is stored is not known. Send the list again.",
            List.of());

    private static final Semaphore ON_THEIR_WAY = new Semaphore(AT_ONCE, true);

    private final Function<ListRow<R>, T> work;
    private final Function<R, T> unanswered;
    private final BooleanSupplier over;
    private final Patience patience;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    /**
     * @param work on a row; it throws {@link LogUnavailable} if the log did not answer
     * @param unanswered what a row came to that the log did not answer, with {@link #UNANSWERED}
     * @param over whether nobody waits any more; null where that cannot be told
     */
    ListRows(Function<ListRow<R>, T> work, Function<R, T> unanswered, @Nullable BooleanSupplier over) {
        this(work, unanswered, over, Patience.DEFAULT);
    }

    ListRows(
            Function<ListRow<R>, T> work,
            Function<R, T> unanswered,
            @Nullable BooleanSupplier over,
            Patience patience) {
        this.work = work;
        this.unanswered = unanswered;
        this.over = over == null ? () -> false : over;
        this.patience = patience;
    }

    /**
     * What each came to, in the order of the list.
     *
     * @throws LogUnavailable if the log answered none in the first round
     */
    List<T> each(List<R> rows) {
        List<ListRow<R>> list = rows.stream().map(ListRow::new).toList();
        Map<ListRow<R>, T> told = new IdentityHashMap<>();
        long begun = System.nanoTime();
        // Not virtual ones: all of those share as many threads as there are cores, and what reads the log has dozens.
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofPlatform().name("device-list-", 0).factory())) {
            List<ListRow<R>> left = left(list, threads, told);
            for (int round = 2; round <= patience.rounds() && !left.isEmpty() && patience.lasts(begun); round++) {
                LockSupport.parkNanos(patience.between().toNanos());
                left = leftAgain(left, threads, told);
            }
        }
        return list.stream()
                .map(row -> told.computeIfAbsent(row, silent -> unanswered.apply(silent.row())))
                .toList();
    }

    /** Those of the round that the log did not answer. */
    private List<ListRow<R>> left(List<ListRow<R>> round, ExecutorService threads, Map<ListRow<R>, T> told) {
        List<Future<Answer<T>>> answers =
                round.stream().map(row -> threads.submit(() -> one(row))).toList();
        List<ListRow<R>> left = new ArrayList<>();
        @Nullable LogUnavailable silence = null;
        for (int i = 0; i < answers.size(); i++) {
            Answer<T> answer = answer(answers.get(i));
            if (answer.silence() != null) {
                silence = answer.silence();
                left.add(round.get(i));
            } else {
                told.put(round.get(i), Objects.requireNonNull(answer.told()));
            }
        }
        if (silence != null && told.isEmpty()) {
            throw silence;
        }
        return left;
    }

    /** Of rows that are tried again. Whatever happens to them, the others have come to what they have come to. */
    private List<ListRow<R>> leftAgain(List<ListRow<R>> round, ExecutorService threads, Map<ListRow<R>, T> told) {
        try {
            return left(round, threads, told);
        } catch (RuntimeException e) {
            if (over.getAsBoolean() || Thread.currentThread().isInterrupted()) {
                throw e;
            }
            LOG.warn("rows of a list were not answered, and then failed", e);
            return List.of();
        }
    }

    /** One of the two. */
    private record Answer<T>(@Nullable T told, @Nullable LogUnavailable silence) {}

    private Answer<T> one(ListRow<R> row) throws InterruptedException {
        requireGoingOn();
        ON_THEIR_WAY.acquire();
        try {
            requireGoingOn();
            return new Answer<>(work.apply(row), null);
        } catch (LogUnavailable silence) {
            row.wasNotAnswered();
            return new Answer<>(null, silence);
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
