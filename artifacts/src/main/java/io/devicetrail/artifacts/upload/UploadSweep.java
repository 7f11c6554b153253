package io.devicetrail.artifacts.upload;

import io.devicetrail.artifacts.ArtifactSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Throws away uploads to which nothing has come for too long, and what a crash left of others. */
final class UploadSweep implements SmartLifecycle {
    /** Between two looks. */
    static final Duration LOOK = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(UploadSweep.class);

    private final ArtifactSettings settings;
    private final UploadFolder folder;
    private final Clock clock;
    private volatile @Nullable ScheduledExecutorService looks;

    UploadSweep(ArtifactSettings settings, UploadFolder folder, Clock clock) {
        this.settings = settings;
        this.folder = folder;
        this.clock = clock;
    }

    /** Never fails: the next look finds what this one could not delete. */
    void look() {
        try {
            int swept = folder.sweep(clock.instant(), settings.uploadLife());
            if (swept > 0) {
                LOG.info("{} uploads that were over were deleted", swept);
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("uploads that are over could not be deleted: {}", e.toString());
        }
    }

    @Override
    public synchronized void start() {
        ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().daemon().name("upload-sweep").factory());
        var unused = thread.scheduleWithFixedDelay(this::look, 0, LOOK.toMillis(), TimeUnit.MILLISECONDS);
        looks = thread;
    }

    @Override
    public synchronized void stop() {
        ScheduledExecutorService thread = looks;
        if (thread != null) {
            looks = null;
            thread.shutdown();
        }
    }

    @Override
    public boolean isRunning() {
        return looks != null;
    }
}
