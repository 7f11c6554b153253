package io.devicetrail.app.processors;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.StreamableMessageSource;
import org.jspecify.annotations.Nullable;

/**
 * The log for a reader whom most events do not concern. One that does is given at once, with all that came before it; others
 * are kept back for a moment and given together. Each batch of a processor is a transaction that waits for the disk: some
 * twenty processors would make one each of every command's every event, only to note that it was not for them.
 */
final class PatientSource implements StreamableMessageSource<TrackedEventMessage<?>> {
    /** For so long an event that does not concern the reader is kept back. */
    static final Duration LONGEST = Duration.ofMillis(250);
    /** Most that are kept back. */
    static final int MOST = 1_000;
    /** Between two looks whether somebody waits for the reader. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final StreamableMessageSource<TrackedEventMessage<?>> log;
    private final Predicate<TrackedEventMessage<?>> concerning;
    private final BooleanSupplier hurried;
    private final Duration longest;

    /** @param hurried whether somebody waits for the reader to come further: then nothing is kept back */
    PatientSource(
            StreamableMessageSource<TrackedEventMessage<?>> log,
            Predicate<TrackedEventMessage<?>> concerning,
            BooleanSupplier hurried) {
        this(log, concerning, hurried, LONGEST);
    }

    PatientSource(
            StreamableMessageSource<TrackedEventMessage<?>> log,
            Predicate<TrackedEventMessage<?>> concerning,
            BooleanSupplier hurried,
            Duration longest) {
        this.log = log;
        this.concerning = concerning;
        this.hurried = hurried;
        this.longest = longest;
    }

    @Override
    public BlockingStream<TrackedEventMessage<?>> openStream(@Nullable TrackingToken trackingToken) {
        return new PatientStream(log.openStream(trackingToken));
    }

    @Override
    public TrackingToken createTailToken() {
        return log.createTailToken();
    }

    @Override
    public TrackingToken createHeadToken() {
        return log.createHeadToken();
    }

    /** For one thread, as a processor's streams are. */
    private final class PatientStream implements BlockingStream<TrackedEventMessage<?>> {
        private final BlockingStream<TrackedEventMessage<?>> stream;
        private final Deque<TrackedEventMessage<?>> kept = new ArrayDeque<>();
        /** When the first of those was taken. */
        private long since;
        /** Whether they are given out now. */
        private boolean giving;

        private PatientStream(BlockingStream<TrackedEventMessage<?>> stream) {
            this.stream = stream;
        }

        private void keep(TrackedEventMessage<?> event) {
            if (kept.isEmpty()) {
                since = System.nanoTime();
            }
            kept.add(event);
            giving |= kept.size() >= MOST || concerning.test(event);
        }

        private boolean given() {
            giving |= !kept.isEmpty() && (leftNanos() <= 0 || hurried.getAsBoolean());
            return giving;
        }

        private long leftNanos() {
            return since + longest.toNanos() - System.nanoTime();
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            try {
                while (!giving && stream.peek().isPresent()) {
                    keep(stream.nextAvailable());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return given() ? Optional.of(kept.getFirst()) : Optional.empty();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            long end = System.nanoTime() + unit.toNanos(timeout);
            long left = unit.toNanos(timeout);
            while (!given()) {
                long wait = kept.isEmpty() ? left : Math.min(Math.min(left, leftNanos()), LOOK_NANOS);
                if (available(wait)) {
                    keep(stream.nextAvailable());
                } else if (kept.isEmpty()) {
                    return false;
                }
                left = end - System.nanoTime();
                if (left <= 0) {
                    return given();
                }
            }
            return true;
        }

        /** In whole milliseconds, and no less than one: to wait for none would be to ask over and over. */
        private boolean available(long nanos) throws InterruptedException {
            return stream.hasNextAvailable(
                    (int) Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)), TimeUnit.MILLISECONDS);
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            while (!given()) {
                hasNextAvailable(1, TimeUnit.SECONDS);
            }
            TrackedEventMessage<?> next = kept.removeFirst();
            giving = !kept.isEmpty();
            return next;
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            stream.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public void close() {
            kept.clear();
            stream.close();
        }
    }
}
