package io.devicetrail.update.agent;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * An answer that ends when its sender is silent for too long, or is not through with it in time: the client's own time
 * limit is over with the head of an answer. Closing it from outside ends a read that waits.
 */
final class WatchedStream extends FilterInputStream {
    /** One thread for all; it only looks at clocks. */
    private static final ScheduledExecutorService WATCH = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("silent-senders").factory());

    private static final int LOOKS = 4;

    private final long mostNanos;
    private final long longestNanos;
    private final long beganNanos = System.nanoTime();
    private final ScheduledFuture<?> look;
    private volatile long lastNanos = System.nanoTime();
    private volatile boolean tooSlow;

    WatchedStream(InputStream in, Duration silence, Duration longest) {
        super(in);
        mostNanos = silence.toNanos();
        longestNanos = longest.toNanos();
        look = WATCH.scheduleAtFixedRate(this::look, mostNanos / LOOKS, mostNanos / LOOKS, TimeUnit.NANOSECONDS);
    }

    private void look() {
        long now = System.nanoTime();
        if (now - lastNanos > mostNanos || now - beganNanos > longestNanos) {
            tooSlow = true;
            try {
                in.close();
            } catch (IOException alreadyGone) {
                // The reader hears of it by its own read.
            }
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int most) throws IOException {
        try {
            int count = in.read(buffer, from, most);
            if (tooSlow) {
                throw new Unreachable("the sender was too slow");
            }
            lastNanos = System.nanoTime();
            return count;
        } catch (Unreachable already) {
            throw already;
        } catch (IOException broken) {
            throw new Unreachable("the answer broke off", broken);
        }
    }

    @Override
    public void close() throws IOException {
        look.cancel(false);
        super.close();
    }
}
