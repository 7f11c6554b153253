package io.devicetrail.audit.timestamp;

import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerStore;
import io.devicetrail.audit.ledger.PublishedLedger;
import io.devicetrail.audit.ledger.StampedCheckpoints;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the newest checkpoint stamped by an authority at an interval, unless nothing was added since the last time. The
 * ledger never waits for it. Checkpoint and answer are written and synced before the list names them. <i>Crash:</i> they
 * lie there unnamed, and the same size is stamped again.
 */
public final class Timestamping implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Timestamping.class);
    /** For one answer. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(30);
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private final LedgerStore folder;
    private final PublishedLedger published;
    private final Duration interval;
    private final HttpClient client = HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    private final @Nullable TimestampAuthority authority;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile Status status = new Status(0, null);

    /**
     * How it goes.
     *
     * @param size events under the checkpoint that was stamped last; 0 for none
     * @param trouble why the last question was not answered; null if it was
     */
    public record Status(long size, @Nullable String trouble) {}

    private Timestamping(Path folder, @Nullable URI url, Duration interval) {
        this.folder = LedgerFolder.existing(folder);
        this.published = new PublishedLedger(this.folder);
        this.interval = interval;
        this.authority = url == null ? null : new TimestampAuthority(url, client, PATIENCE);
        this.thread = Thread.ofPlatform().name("ledger-timestamps").daemon().unstarted(this::run);
    }

    /**
     * @param folder of the ledger's files
     * @param url of the authority; null for none, and nothing is done
     * @param interval between two time-stamps, at least
     */
    public static Timestamping start(Path folder, @Nullable URI url, Duration interval) {
        Timestamping timestamping = new Timestamping(folder, url, interval);
        if (url != null) {
            timestamping.thread.start();
        }
        return timestamping;
    }

    public Status status() {
        return status;
    }

    private void run() {
        try {
            Duration wait = Duration.ZERO;
            while (!closing.await(wait.toMillis(), TimeUnit.MILLISECONDS)) {
                wait = step();
            }
        } catch (InterruptedException e) {
            log.debug("checkpoints are stamped no more", e);
        }
    }

    private Duration step() throws InterruptedException {
        Duration again = interval.compareTo(AFTER_FAILURE) < 0 ? interval : AFTER_FAILURE;
        try {
            List<Long> stamped = StampedCheckpoints.sizes(folder);
            SignedNote checkpoint = published.checkpoint();
            long size = Checkpoint.parse(checkpoint.text()).head().size();
            long last = stamped.isEmpty() ? 0 : stamped.getLast();
            if (authority != null && size > last) {
                byte[] data = checkpoint.print().getBytes(StandardCharsets.UTF_8);
                StampedCheckpoints.keep(folder, stamped, size, data, authority.stamp(data));
                last = size;
            }
            status = new Status(last, null);
            return interval;
        } catch (NoSuchFileException nothingYet) {
            return again;
        } catch (IOException | RuntimeException | Error e) {
            // An error too: a thread that ended would leave the last good status standing.
            if (status.trouble() == null) {
                log.warn("no time-stamp: {}", e.toString());
            }
            status = new Status(status.size(), e.toString());
            return again;
        }
    }

    @Override
    public void close() {
        closing.countDown();
        client.shutdownNow();
        try {
            if (thread.isAlive() && !thread.join(CLOSE)) {
                log.warn("the stamping of checkpoints did not end in time");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
