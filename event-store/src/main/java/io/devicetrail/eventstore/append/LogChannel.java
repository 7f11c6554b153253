package io.devicetrail.eventstore.append;

/** Where a node says that it has added to the log: PostgreSQL's NOTIFY, which comes with the commit or not at all. */
public final class LogChannel {
    public static final String NAME = "devicetrail_log";

    private LogChannel() {}
}
