package io.devicetrail.identity.page;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSessionEvent;
import jakarta.servlet.http.HttpSessionListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.stereotype.Component;

/** Browsers' sessions that the server keeps in memory. Only who has shown a proof gets one, and not without end. */
@Component
class LiveSessions implements HttpSessionListener {
    /** Sessions at once; beyond them nobody else signs in with a browser until one is idle for too long. */
    static final int MOST = 10_000;

    private final AtomicInteger live = new AtomicInteger();

    @Override
    public void sessionCreated(HttpSessionEvent event) {
        live.incrementAndGet();
    }

    @Override
    public void sessionDestroyed(HttpSessionEvent event) {
        live.decrementAndGet();
    }

    boolean full(HttpServletRequest request) {
        return request.getSession(false) == null && live.get() >= MOST;
    }
}
