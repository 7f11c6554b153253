package io.devicetrail.queryside.access;

import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadFactory;
import java.util.function.Supplier;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What streams run on. Reactor's shared threads are a few for all streams of the process, and telling waits for whoever is
 * told: a reader who takes nothing would hold up what others are told, and the checks whether others may still read.
 */
public final class StreamThreads {
    /** Readings of the database for all streams at the same time: fewer than any pool has connections. */
    static final int READINGS = 10;

    private static final ThreadFactory THREADS =
            Thread.ofVirtual().name("stream-", 0).factory();
    private static final Semaphore FREE = new Semaphore(READINGS, true);

    /**
     * A thread for each piece of work: what one waits for holds up nobody else. Not an executor service, whose work is
     * interrupted when its stream ends: that closes the connection on which a virtual thread is reading.
     */
    public static final Scheduler EACH_ITS_OWN =
            Schedulers.fromExecutor(work -> THREADS.newThread(work).start());

    /** Says only that it is time; nothing waits on it. */
    static final Scheduler TICKS = Schedulers.newSingle("stream-ticks", true);

    private StreamThreads() {}

    /** Reads for a stream when it is its turn: all of them at once would take the connections of everybody else. */
    public static <T> T inTurn(Supplier<T> reading) {
        FREE.acquireUninterruptibly();
        try {
            return reading.get();
        } finally {
            FREE.release();
        }
    }
}
