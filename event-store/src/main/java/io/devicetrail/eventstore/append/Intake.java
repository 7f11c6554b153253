package io.devicetrail.eventstore.append;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What became of the appends: whether the log takes what it is given, for health and meters. */
public final class Intake {
    /** States, or their classes, that only an append shows to be over: a full disk, limits and inner errors. */
    private static final Set<String> ONLY_AN_APPEND_TELLS = Set.of("53100", "54", "58", "XX");

    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile @Nullable Long lastTaken;
    private volatile @Nullable Long lastRefused;
    /** When the batch under way began; null between two batches. */
    private volatile @Nullable Long underWay;

    private volatile @Nullable Trouble trouble;

    private record Trouble(long since, String what, boolean trialTells, boolean fellBack) {}

    /**
     * @param waiting appends in the writer's queue
     * @param taken appends that the log answered since the start: stored, or lost to another change of the same record
     * @param refused appends that it could not take, or that found no place
     * @param sinceTaken time since the last batch that was taken; null if there was none
     * @param sinceRefused the same of one that failed
     * @param failing for how long no batch has been taken since one failed, or how long the one under way has taken;
     *     zero if all is well
     * @param trouble why, without names of persons and secrets; null if all is well
     * @param fellBack whether nothing is stored any more before a restart
     */
    public record Status(
            int waiting,
            long taken,
            long refused,
            @Nullable Duration sinceTaken,
            @Nullable Duration sinceRefused,
            Duration failing,
            @Nullable String trouble,
            boolean fellBack) {}

    Status status(int waiting) {
        Trouble known = trouble;
        Long begun = underWay;
        Duration failing = known != null ? since(known.since()) : begun != null ? since(begun) : Duration.ZERO;
        Long well = lastTaken;
        Long bad = lastRefused;
        return new Status(
                waiting,
                taken.sum(),
                refused.sum(),
                well == null ? null : since(well),
                bad == null ? null : since(bad),
                failing,
                known != null ? known.what() : begun != null ? "the database has not answered yet" : null,
                known != null && known.fellBack());
    }

    void begins() {
        underWay = System.nanoTime();
    }

    void took(int appends) {
        taken.add(appends);
        lastTaken = System.nanoTime();
        wellAgain();
    }

    /** Nothing was stored for certain, or nobody knows. */
    void failed(int appends, Throwable why) {
        refused.add(appends);
        long now = System.nanoTime();
        lastRefused = now;
        // From when the batch began: the time without an answer was already told.
        Long begun = underWay;
        Trouble before = trouble;
        long since = before != null ? before.since() : begun != null ? begun : now;
        trouble = new Trouble(since, what(why), trialTells(why), why instanceof LogFellBackException);
        underWay = null;
    }

    /** Without the writer's doing: no place in the queue, or out of patience. */
    void turnedAway() {
        refused.increment();
    }

    void wellAgain() {
        underWay = null;
        trouble = null;
    }

    /** Whether the trouble is of the kind that {@link BatchInsert#tryOut} would run into as well. */
    boolean awaitsTrial() {
        Trouble known = trouble;
        return known != null && known.trialTells();
    }

    private static boolean trialTells(Throwable why) {
        return why instanceof SQLException sql
                && ONLY_AN_APPEND_TELLS.stream().noneMatch(String.valueOf(sql.getSQLState())::startsWith);
    }

    /** Without the details of a message, which may hold the values of a row. */
    private static String what(Throwable why) {
        ServerErrorMessage told = why instanceof PSQLException refused ? refused.getServerErrorMessage() : null;
        if (told != null) {
            return told.getSQLState() + " " + told.getMessage();
        }
        if (why instanceof SQLException sql) {
            return "the database is not reachable, SQLSTATE " + sql.getSQLState();
        }
        return why instanceof LogFellBackException
                ? String.valueOf(why.getMessage())
                : why.getClass().getSimpleName();
    }

    private static Duration since(long nanos) {
        return Duration.ofNanos(System.nanoTime() - nanos);
    }
}
