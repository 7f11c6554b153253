package io.devicetrail.commandside.enrolment;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;

/** The rows of a list, several on their way to the log at the same time. */
final class ListRows {
    /**
     * Rows on their way at the same time: about as many as there are connections to the database, so that those of one
     * commit are many, and others get theirs in between.
     */
    private static final int AT_ONCE = 32;

    private ListRows() {}

    /** What each came to, in the order of the list. */
    static <R, T> List<T> each(List<R> rows, Function<R, T> work) {
        List<T> results = new ArrayList<>();
        // Not virtual ones: all of those share as many threads as there are cores, and what reads the log has dozens.
        try (ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofPlatform().name("device-list-", 0).factory())) {
            List<Future<T>> told = rows.stream()
                    .map(row -> threads.submit(() -> work.apply(row)))
                    .toList();
            told.forEach(each -> results.add(answer(each)));
        }
        return results;
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
