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

    /** @param heard called one message at a time, and returns at once */
    void subscribe(String topic, Consumer<Heard> heard) throws IOException;

    @Override
    void close();
}
