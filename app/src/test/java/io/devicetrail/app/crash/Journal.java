package io.devicetrail.app.crash;

import java.util.ArrayList;
import java.util.List;

/**
 * What the outside world was promised, in the order it heard of it. It lives outside of the system under test, only
 * grows, and no crash of the system touches it.
 */
final class Journal {
    private final List<Registration> registrations = new ArrayList<>();
    private final List<Message> messages = new ArrayList<>();
    private final List<Read> reads = new ArrayList<>();
    private final List<String> protests = new ArrayList<>();

    /** A mutation that was answered with a position; asked again, the same key comes again. */
    record Registration(String key, String device, long position) {}

    /**
     * An event that a reader was given.
     *
     * @param hash SHA-256 of payload and metadata as they are stored, in hex
     */
    record Read(long index, String eventId, String hash) {}

    synchronized void registered(Registration registration) {
        registrations.add(registration);
    }

    /** The broker's PUBACK came. */
    synchronized void acknowledged(Message message) {
        messages.add(message);
    }

    synchronized void read(Read event) {
        reads.add(event);
    }

    /** An answer that no client should ever get. */
    synchronized void protest(String what) {
        protests.add(what);
    }

    synchronized List<Registration> registrations() {
        return List.copyOf(registrations);
    }

    synchronized List<Message> messages() {
        return List.copyOf(messages);
    }

    /** In the order in which they were given. */
    synchronized List<Read> reads() {
        return List.copyOf(reads);
    }

    synchronized List<String> protests() {
        return List.copyOf(protests);
    }

    synchronized int registered() {
        return registrations.size();
    }

    synchronized int acknowledged() {
        return messages.size();
    }

    synchronized int read() {
        return reads.size();
    }
}
