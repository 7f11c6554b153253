package io.devicetrail.eventstore.append;

/**
 * The log ends below an index that this process has told as stored. Events are missing, as after a failover to a standby
 * that lacked the newest commits: their indexes must not be used again under readers that have gone past them. Nothing is
 * stored by this process any more.
 */
public final class LogFellBackException extends LogUnavailableException {
    private final long told;
    private final long last;

    /**
     * @param told highest index that a caller or a reader of this process was given
     * @param last index of the last event that the database has
     */
    public LogFellBackException(long told, long last) {
        super("The log ends at event " + last + ", but event " + told + " was told as stored: events are missing, as"
                + " after a failover to a standby that lacked them. Nothing was stored, and nothing will be before a person"
                + " has looked at which server was promoted and at its synchronous_standby_names, and has restarted"
                + " every node (docs/operating.md, The log has fallen back).");
        this.told = told;
        this.last = last;
    }

    public long told() {
        return told;
    }

    public long last() {
        return last;
    }
}
