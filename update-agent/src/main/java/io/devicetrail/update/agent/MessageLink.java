package io.devicetrail.update.agent;

import java.io.IOException;
import java.util.function.Consumer;

/** One device's connection to its broker. */
interface MessageLink extends AutoCloseable {
    /** Returns when the broker has acknowledged the message. */
    void publish(String topic, byte[] payload) throws IOException;

    /**
     * A message that was heard, and is the broker's still: without its acknowledgement it comes again, after a restart
     * too.
     */
    record Heard(byte[] payload, Runnable acknowledge) {}

    /**
     * Holds over reconnections, also where the broker has forgotten the session.
     *
     * @param heard called one message at a time, and returns at once
     */
    void subscribe(String topic, Consumer<Heard> heard) throws IOException;

    /**
     * For who has nothing else to do: makes up for a subscription that did not come back with its connection.
     *
     * @throws IOException if it still does not
     */
    void listenAgain() throws IOException;

    @Override
    void close();
}
