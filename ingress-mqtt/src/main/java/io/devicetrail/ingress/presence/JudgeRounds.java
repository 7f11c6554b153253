package io.devicetrail.ingress.presence;

import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.StartOrder;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Lets the judge look at the leases again and again. */
public final class JudgeRounds implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(JudgeRounds.class);

    private final ConnectivityJudge judge;
    private final IngressSettings.Judge settings;
    private volatile @Nullable ScheduledExecutorService thread;

    public JudgeRounds(ConnectivityJudge judge, IngressSettings.Judge settings) {
        this.judge = judge;
        this.settings = settings;
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ingress-judge").daemon().factory());
        thread = started;
        long millis = settings.interval().toMillis();
        started.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
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
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return StartOrder.JUDGE;
    }

    private void round() {
        try {
            while (isRunning() && judge.judgeDue() >= settings.batchSize()) {
                LOG.debug("more leases are due than one look takes");
            }
        } catch (RuntimeException e) {
            LOG.warn("The leases could not be judged: {}", e.toString());
        }
    }
}
