package io.devicetrail.bench.replay;

import io.devicetrail.app.replay.Replay;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** How fast each read model went through the log, from the first position seen in its rebuild to the last. */
final class Speedometer implements Consumer<Replay.Progress> {
    private final Map<String, Stretch> stretches = new LinkedHashMap<>();

    private static final class Stretch {
        private long firstPosition;
        private long firstNanos;
        private long lastPosition;
        private long lastNanos;
    }

    @Override
    public void accept(Replay.Progress progress) {
        Stretch stretch = stretches.computeIfAbsent(progress.readModel(), name -> new Stretch());
        long now = System.nanoTime();
        if (stretch.firstNanos == 0 || progress.position() < stretch.lastPosition) {
            stretch.firstPosition = progress.position();
            stretch.firstNanos = now;
        }
        stretch.lastPosition = progress.position();
        stretch.lastNanos = now;
    }

    /** Events per second. */
    double of(String readModel) {
        Stretch stretch = stretches.get(readModel);
        if (stretch == null || stretch.lastNanos == stretch.firstNanos) {
            throw new IllegalStateException("the rebuild of " + readModel + " was too short to be measured");
        }
        return (stretch.lastPosition - stretch.firstPosition) / ((stretch.lastNanos - stretch.firstNanos) / 1e9);
    }
}
