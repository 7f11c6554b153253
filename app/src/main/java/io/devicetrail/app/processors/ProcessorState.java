package io.devicetrail.app.processors;

import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.eventstore.deadletter.DeadLetters;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * How one processor is.
 *
 * @param running whether its thread works
 * @param failing whether its last batch failed; it is tried again
 * @param place log index of the last event it has passed, of its slowest segment; null where another node does its work
 * @param behind events between its place and the head of the log; null where another node does its work
 * @param deadLetters events it has set aside
 */
record ProcessorState(
        String name,
        boolean running,
        boolean failing,
        @Nullable Long place,
        @Nullable Long behind,
        long deadLetters) {
    boolean well() {
        return running && !failing;
    }

    /** Looks at all of them. */
    @Component
    static class All {
        private static final long NOWHERE = Long.MIN_VALUE;

        private final EventProcessingConfiguration processing;
        private final LogPositions log;
        private final DeadLetters deadLetters;

        All(EventProcessingConfiguration processing, LogPositions log, DeadLetters deadLetters) {
            this.processing = processing;
            this.log = log;
            this.deadLetters = deadLetters;
        }

        /** By name. */
        List<ProcessorState> now() {
            long head = log.head();
            Map<String, Long> held = deadLetters.counts();
            return processing.eventProcessors().values().stream()
                    .filter(StreamingEventProcessor.class::isInstance)
                    .map(StreamingEventProcessor.class::cast)
                    .map(processor -> of(processor, head, held.getOrDefault(processor.getName(), 0L)))
                    .sorted(Comparator.comparing(ProcessorState::name))
                    .toList();
        }

        private static ProcessorState of(StreamingEventProcessor processor, long head, long deadLetters) {
            long position = processor.processingStatus().values().stream()
                    .mapToLong(status -> status.getCurrentPosition().orElse(-1))
                    .min()
                    .orElse(NOWHERE);
            boolean failing = processor.isError()
                    || processor.processingStatus().values().stream().anyMatch(EventTrackerStatus::isErrorState);
            return new ProcessorState(
                    processor.getName(),
                    processor.isRunning(),
                    failing,
                    position == NOWHERE ? null : position,
                    position == NOWHERE ? null : Math.max(0, head - position),
                    deadLetters);
        }
    }
}
