package io.devicetrail.edge.source;

/** A connection to one machine that reads by itself, survives the machine's absence and reports on itself. */
public interface MachineSource extends AutoCloseable {

    void start();

    SourceReport report();

    /**
     * Reaches the machine once and reads every configured value once, without buffering anything.
     *
     * @return what was found, in one line
     * @throws Exception when the machine or one of the values cannot be read; the message says which
     */
    String probe() throws Exception;

    /** Stops reading; when it returns, everything read has been handed to the sink. */
    @Override
    void close();
}
