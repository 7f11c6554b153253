package io.devicetrail.queryside.position;

import io.devicetrail.queryside.graphql.QueryError;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Lets a question wait until its read model has seen a log position: so that people read their own writes. */
@Component
public class Positions {
    /** The position of a read model that has seen nothing. */
    public static final long NONE = -1;

    /** Code of the error when a read model is too far behind. */
    public static final String POSITION_NOT_REACHED = "POSITION_NOT_REACHED";

    /** Of processes: many deadlines share a few threads, so they come again rather than wait for long. */
    private static final Duration PATIENCE_OF_PROCESSES = Duration.ofMillis(250);

    /** For so long nobody waits again for one that was waited for in vain: ten thousand deadlines may be due at once. */
    private static final Duration BEHIND = Duration.ofSeconds(1);

    /**
     * How far a read model has come, as SQL with its name in quotes. A list in the order of the log must end there: with
     * several segments a row may become visible after one that follows it, and whoever has read past its place would
     * never see it.
     */
    public static final String REACHED = "(select coalesce(min(position), -1) from read.position where name = '%s')";

    private final JdbcClient jdbc;
    private final Duration patience;
    /** By read model. */
    private final Map<String, Waiting> waiting = new ConcurrentHashMap<>();
    /** By read model, as of {@link System#nanoTime}: until when processes do not wait for it. */
    private final Map<String, Long> behindUntil = new ConcurrentHashMap<>();

    Positions(JdbcClient jdbc, PositionSettings settings) {
        this.jdbc = jdbc;
        this.patience = settings.patience();
    }

    /** @throws QueryError {@link #POSITION_NOT_REACHED} when the read model does not come that far in time */
    public void await(String readModel, @Nullable Long position) {
        if (position == null) {
            return;
        }
        await(readModel, position, System.nanoTime() + patience.toNanos());
    }

    /**
     * For processes: until these have seen all that was stored before. Where one of them was waited for in vain a
     * moment ago, it is only asked.
     *
     * @throws TimeoutException if they do not come that far within a moment
     */
    public void awaitHead(String... readModels) throws TimeoutException {
        long head = head();
        long begin = System.nanoTime();
        for (String readModel : readModels) {
            awaitHead(readModel, head, begin);
        }
    }

    private void awaitHead(String readModel, long head, long begin) throws TimeoutException {
        Long until = behindUntil.get(readModel);
        boolean behind = until != null && until - begin > 0;
        try {
            await(readModel, head, behind ? begin : begin + PATIENCE_OF_PROCESSES.toNanos());
        } catch (QueryError late) {
            if (!behind) {
                behindUntil.put(readModel, System.nanoTime() + BEHIND.toNanos());
            }
            TimeoutException timeout = new TimeoutException(late.getMessage());
            timeout.initCause(late);
            throw timeout;
        }
    }

    private void await(String readModel, long position, long end) {
        try {
            if (!waitingFor(readModel).await(position, end) && current(readModel) < position) {
                throw new QueryError(
                        POSITION_NOT_REACHED,
                        "The read model " + readModel + " has come to position " + current(readModel) + ", not yet to "
                                + position + "; ask again in a moment.");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new QueryError(POSITION_NOT_REACHED, "The server is stopping.");
        }
    }

    private Waiting waitingFor(String readModel) {
        return waiting.computeIfAbsent(readModel, name -> new Waiting(() -> current(name)));
    }

    /** That of its last segment. Always from the table: a remembered position would lie after a rebuild. */
    public long current(String readModel) {
        return jdbc.sql("select coalesce(min(position), ?) from read.position where name = ?")
                .params(NONE, readModel)
                .query(Long.class)
                .single();
    }

    /** Index of the newest event. Table log.event and its column index are the event store's contract: gap-free from 0. */
    public long head() {
        return jdbc.sql("select coalesce(max(index), ?) from log.event")
                .param(NONE)
                .query(Long.class)
                .single();
    }

    List<ReadModelPosition> all() {
        return ReadModelName.ALL.stream()
                .map(name -> new ReadModelPosition(name, current(name)))
                .toList();
    }

    /** Whether somebody of this node waits for it to come further. */
    public boolean isAwaited(String readModel) {
        Waiting those = waiting.get(readModel);
        return those != null && those.any();
    }

    void moved(String readModel) {
        waitingFor(readModel).moved();
    }
}
