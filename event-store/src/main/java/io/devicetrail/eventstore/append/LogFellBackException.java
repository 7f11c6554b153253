package io.devicetrail.eventstore.append;

import org.jspecify.annotations.Nullable;

/**
 * The log ends below an index that this process has told as stored, or has another event there. Events are missing, as
 * after a failover to a standby that lacked the newest commits: their indexes must not be used again under readers that
 * have gone past them. Nothing is stored by this process any more.
 */
public final class LogFellBackException extends LogUnavailableException {
    /** Instead of an index. */
    static final long NOT_SAID = -1;

    private static final String MEND = ": events are missing, as"
            + " after a failover to a standby that lacked them. Nothing was stored, and nothing will be before a person"
            + " has looked at which server was promoted and at its synchronous_standby_names, and has restarted"
            + " every node (docs/operating.md, The log has fallen back).";

    private final long told;
    private final long last;

    /**
     * @param told highest index that a caller or a reader of this process was given
     * @param last index of the last event that the database has, -1 if it was not said
     */
    public LogFellBackException(long told, long last) {
        this("The log ends at event " + last + ", but event " + told + " was told as stored" + MEND, told, last, null);
    }

    private LogFellBackException(String message, long told, long last, @Nullable LogFellBackException first) {
        super(message, true, first);
        this.told = told;
        this.last = last;
    }

    /** The log reaches beyond what was told, but by another way: another node went on where events were lost. */
    static LogFellBackException anotherEvent(long told, String toldId, String foundId) {
        return new LogFellBackException(
                "Event " + told + " of the log is " + foundId + ", but " + toldId + " was told as stored there" + MEND,
                told,
                NOT_SAID,
                null);
    }

    /** The same, for one who asks later: with a stack trace of their own. */
    LogFellBackException again() {
        return new LogFellBackException(String.valueOf(getMessage()), told, last, this);
    }

    public long told() {
        return told;
    }

    public long last() {
        return last;
    }
}
