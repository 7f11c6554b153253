package io.devicetrail.identity.session;

import io.devicetrail.identity.credential.FactorProbe;
import io.devicetrail.identity.keys.TokenKeys;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.stereotype.Component;

/** Ends what nobody uses, changes the keys of tokens and tests second factors, from time to time. */
@Component
class SessionSweep implements ApplicationListener<ApplicationReadyEvent>, DisposableBean {
    static final Duration EVERY = Duration.ofMinutes(1);

    private static final Logger LOG = LoggerFactory.getLogger(SessionSweep.class);

    private final Sessions sessions;
    private final TokenKeys keys;
    private final FactorProbe factors;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("session-sweep").factory());

    SessionSweep(Sessions sessions, TokenKeys keys, FactorProbe factors) {
        this.sessions = sessions;
        this.keys = keys;
        this.factors = factors;
    }

    @Override
    public void onApplicationEvent(ApplicationReadyEvent ready) {
        var unused =
                thread.scheduleWithFixedDelay(this::sweep, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    void sweep() {
        try {
            sessions.sweep();
            keys.rotateIfDue();
        } catch (RuntimeException away) {
            LOG.warn("Sessions could not be looked through; they are in {}: {}", EVERY, away.toString());
        }
        try {
            factors.runIfDue();
        } catch (RuntimeException away) {
            LOG.warn("Second factors could not be tested; they are in {}: {}", EVERY, away.toString());
        }
    }

    @Override
    public void destroy() {
        thread.shutdownNow();
    }
}
