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

/**
 * The rows of a list, several on their way to the log at the same time. One that the log does not answer costs the others
 * nothing and is tried again, as the same command, once the others are done: a busy moment or a restart of the database
 * does not leave the person who brought a thousand rows with ten of them. A list for which nobody waits any more is not
 * begun any further, as whoever brought it sends it again.
 */
final class ListRows<R, T> {
    /**
     * Rows of all lists on their way at the same time: about as many as there are connections to the database, so that
     * those of one commit are many, and others get theirs in between.
     */
    static final int AT_ONCE = 32;

    /** Of a list, the first one too; in between is a second: as long as a database takes that starts anew. */
    static final int MOST_ROUNDS = 10;

    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(1);

    /** Of a row that the log did not answer in any round. */
    static final UserError UNANSWERED = new UserError(
            LogUnavailable.CODE,
            "The log did not answer; whether the row is stored is not known. Send the list again.",
            List.of());

    private static final Semaphore ON_THEIR_WAY = new Semaphore(AT_ONCE, true);

    private final Function<ListRow<R>, T> work;
    private final Function<R, T> unanswered;
    private final BooleanSupplier over;
    private final Duration betweenRounds;
    private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();

    /**
     * @param work on a row; it throws {@link LogUnavailable} if the log did not answer
     * @param unanswered what a row came to that the log did not answer, with {@link #UNANSWERED}
     * @param over whether nobody waits any more; null where that cannot be told
     */
    ListRows(Function<ListRow<R>, T> work, Function<R, T> unanswered, @Nullable BooleanSupplier over) {
        this(work, unanswered, over, BETWEEN_ROUNDS);
    }

    ListRows(
            Function<ListRow<R>, T> work,
            Function<R, T> unanswered,
            @Nullable BooleanSupplier over,
            Duration betweenRounds) {
        this.work = work;
        this.unanswered = unanswered;
        this.over = over == null ? () -> false : over;
        this.betweenRounds = betweenRounds;
    }

    /**
     * What each came to, in the order of the list.
     *
     * @throws LogUnavailable if the log answered none in the first round
     */
    List<T> each(List<R> rows) {
        List<ListRow<R>> list = rows.stream().map(ListRow::new).toList();
        Map<ListRow<R>, T> told = new IdentityHashMap<>();
        List<ListRow<R>> left = list;
        // Not virtual ones: all of those share as many threads as there are cores, and what reads the log has dozens.
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofPlatform().name("device-list-", 0).factory())) {
            for (int round = 1; round <= MOST_ROUNDS && !left.isEmpty(); round++) {
                if (round > 1) {
                    LockSupport.parkNanos(betweenRounds.toNanos());
                }
                left = left(left, threads, told);
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
