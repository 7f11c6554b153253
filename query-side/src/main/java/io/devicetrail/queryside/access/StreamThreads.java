package io.devicetrail.queryside.access;

import java.util.concurrent.Executors;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * What streams run on. Reactor's shared threads are a few for all streams of the process, and telling waits for whoever is
 * told: a reader who takes nothing would hold up what others are told, and the checks whether others may still read.
 */
public final class StreamThreads {
    /** A thread for each piece of work: what one waits for holds up nobody else. */
    public static final Scheduler EACH_ITS_OWN = Schedulers.fromExecutorService(Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("stream-", 0).factory()));

    /** Says only that it is time; nothing waits on it. */
    static final Scheduler TICKS = Schedulers.newSingle("stream-ticks", true);

    private StreamThreads() {}
}
