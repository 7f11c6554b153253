package io.devicetrail.eventstore.append;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** What became of the appends: whether the log takes what it is given, for health and meters. */
public final class Intake {
    /** After so long in which nobody was refused, trouble that only an append shows to be over is told no longer. */
    static final Duration FORGOTTEN = Duration.ofMinutes(5);

    /** States, or their classes, that only an append shows to be over: a full disk, limits and inner errors. */
    private static final Set<String> ONLY_AN_APPEND_TELLS = Set.of("53100", "54", "58", "XX");

    /** So many batches in succession of which nothing was taken are no longer the callers' doing. */
    static final int MOST_REFUSED_IN_SUCCESSION = 3;

    private static final String REFUSES_ALL = "the log has refused every change of the last "
            + MOST_REFUSED_IN_SUCCESSION + " batches; the server's log says why";

    private final LongAdder taken = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile @Nullable Long lastTaken;
    private volatile @Nullable Long lastRefused;
    /** When the batch under way began; null between two batches. */
    private volatile @Nullable Long underWay;

    private final AtomicReference<@Nullable Trouble> trouble = new AtomicReference<>();

    /** Batches of which the log refused each append for what is in it. Of the writer's thread. */
    private int refusedInSuccession;

    /** When somebody was refused last, whoever refused them. */
    private volatile long refusal;

    private final Duration forgotten;

    Intake() {
        this(FORGOTTEN);
    }

    /** @param forgotten as {@link #FORGOTTEN} */
    Intake(Duration forgotten) {
        this.forgotten = forgotten;
    }

    private record Trouble(long since, String what, boolean trialTells, boolean fellBack) {
        boolean onlyAnAppendTells() {
            return !trialTells && !fellBack;
        }
    }

    /** On a node on which nobody appends, nothing else would ever end what only an append tells. */
    private @Nullable Trouble known() {
        Trouble known = trouble.get();
        if (known != null && known.onlyAnAppendTells() && since(refusal).compareTo(forgotten) > 0) {
            trouble.compareAndSet(known, null);
            return null;
        }
        return known;
    }

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
        Trouble known = known();
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
                known != null ? told(known) : begun != null ? "the database has not answered yet" : null,
                known != null && known.fellBack());
    }

    void begins() {
        underWay = System.nanoTime();
    }

    void took(int appends) {
        taken.add(appends);
        refusedInSuccession = 0;
        lastTaken = System.nanoTime();
        wellAgain();
    }

    /** Nothing was stored for certain, or nobody knows. */
    void failed(int appends, Throwable why) {
        refused.add(appends);
        long now = System.nanoTime();
        // From when the batch began: the time without an answer was already told.
        Long begun = underWay;
        Trouble before = known();
        lastRefused = now;
        refusal = now;
        long since = before != null ? before.since() : begun != null ? begun : now;
        become(new Trouble(since, what(why), trialTells(why), why instanceof LogFellBackException));
        underWay = null;
    }

    /**
     * The log answered, and refused appends for what is in their rows: which is the callers' trouble, unless it is all that it
     * does any more, as of a log whose next index is none.
     *
     * @param whole whether all of the batch were refused
     */
    void refusedRows(int appends, boolean whole) {
        refused.add(appends);
        lastRefused = System.nanoTime();
        refusal = System.nanoTime();
        underWay = null;
        refusedInSuccession = whole ? refusedInSuccession + 1 : 0;
        Trouble before = known();
        if (refusedInSuccession >= MOST_REFUSED_IN_SUCCESSION && (before == null || !before.fellBack())) {
            become(new Trouble(before == null ? System.nanoTime() : before.since(), REFUSES_ALL, false, false));
        }
    }

    /** Nobody was refused by it, and whatever it found, the next trial would find again. */
    void trialFailed(Throwable why) {
        Trouble before = known();
        long since = before != null ? before.since() : System.nanoTime();
        become(new Trouble(since, what(why), true, why instanceof LogFellBackException));
    }

    /** Without the writer's doing: no place in the queue, or out of patience. */
    void turnedAway() {
        refused.increment();
        // Not to call back what was forgotten.
        known();
        refusal = System.nanoTime();
    }

    void wellAgain() {
        underWay = null;
        become(null);
    }

    /** From a fall-back there is no way but a restart, whatever becomes of the batch under way. */
    private void become(@Nullable Trouble next) {
        trouble.updateAndGet(before -> before != null && before.fellBack() ? before : next);
    }

    /** Whether the trouble is of the kind that {@link BatchInsert#tryOut} would run into as well. */
    boolean awaitsTrial() {
        Trouble known = known();
        return known != null && known.trialTells();
    }

    private static boolean trialTells(Throwable why) {
        return why instanceof SQLException sql
                && ONLY_AN_APPEND_TELLS.stream().noneMatch(String.valueOf(sql.getSQLState())::startsWith);
    }

    private String told(Trouble known) {
        return known.onlyAnAppendTells()
                ? known.what()
                        + "; only a change shows that it is over: told until one was taken, or nobody was refused for "
                        + forgotten.toSeconds() + " seconds"
                : known.what();
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
