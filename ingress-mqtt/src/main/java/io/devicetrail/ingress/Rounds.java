package io.devicetrail.ingress;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Work that is done again and again on a thread of its own. What goes wrong in one round, an error too, does not end the
 * others: a scheduler would leave them out from then on, without a word.
 */
public abstract class Rounds implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final String name;
    private final Duration interval;
    private final int phase;
    private volatile @Nullable ScheduledExecutorService thread;

    /**
     * @param name of the thread
     * @param interval from the end of one round to the next
     * @param phase as in {@link StartOrder}
     */
    protected Rounds(String name, Duration interval, int phase) {
        this.name = name;
        this.interval = interval;
        this.phase = phase;
    }

    /** One of them; it ends soon once {@link #isRunning} is false. */
    protected abstract void round();

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name(name).daemon().factory());
        thread = started;
        long millis = interval.toMillis();
        started.scheduleWithFixedDelay(this::guarded, millis, millis, TimeUnit.MILLISECONDS);
    }

    private void guarded() {
        try {
            round();
        } catch (RuntimeException | Error e) {
            LOG.error("A round of {} failed; the next one comes as usual", name, e);
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService stopped = thread;
        thread = null;
        if (stopped != null) {
            stopped.shutdownNow();
        }
    }

    @Override
    public final boolean isRunning() {
        return thread != null;
    }

    @Override
    public final int getPhase() {
        return phase;
    }
}
