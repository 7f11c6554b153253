package io.devicetrail.commandside.rolloutrun;

import io.devicetrail.commandside.reference.StreamPlaces;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutCohortListed;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutDevicesTimedOut;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutOffered;
import io.devicetrail.domain.rolloutrun.RolloutRunEvent.RolloutReported;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import io.devicetrail.domain.rolloutrun.report.Recorded;
import io.devicetrail.domain.rolloutrun.report.RolloutAccount;
import io.devicetrail.domain.rolloutrun.report.RolloutReport;
import io.devicetrail.domain.rolloutrun.report.RolloutReport.Signature;
import io.devicetrail.domain.rolloutrun.report.RolloutReports;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.StoredStreams;
import java.time.Instant;
import java.util.Iterator;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Folds the run's own stream, a page at a time: nothing is remembered. The places of its events come from the log as it
 * is stored, the events themselves in the same order as today's classes.
 */
@Component
class LoggedRolloutReports implements RolloutReports {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;
    private final StoredStreams streams;

    LoggedRolloutReports(EventStore events, StoredStreams streams) {
        this.events = events;
        this.streams = streams;
    }

    @Override
    public Optional<RolloutReport> now(RolloutRunId run) {
        return told(run, (index, event) -> true);
    }

    @Override
    public Optional<RolloutReport> atPosition(RolloutRunId run, long position) {
        return told(run, (index, event) -> index <= position);
    }

    @Override
    public Optional<RolloutReport> atTime(RolloutRunId run, Instant time) {
        return told(run, (index, event) -> !event.getTimestamp().isAfter(time));
    }

    private Optional<RolloutReport> told(RolloutRunId run, BiPredicate<Long, DomainEventMessage<?>> isAsked) {
        StreamPlaces places = new StreamPlaces(streams, run.toString());
        Iterator<? extends DomainEventMessage<?>> stored =
                events.readEvents(run.toString(), FIRST).asStream().iterator();
        RolloutAccount account = new RolloutAccount();
        long read = 0;
        // What is stored meanwhile has a place that was not read: it is after the question.
        while (places.hasNext() && stored.hasNext()) {
            long index = places.next();
            DomainEventMessage<?> message = stored.next();
            if (!isAsked.test(index, message)) {
                // A run cannot be told without what came before: where a clock was set back, what follows is left out
                // too.
                break;
            }
            if (message.getPayload() instanceof RolloutRunEvent event) {
                read += weight(event);
                if (read > MOST_READ) {
                    throw new TooLong(run);
                }
                account.add(event, Recorded.of(index, message.getTimestamp(), message.getMetaData()));
            }
        }
        return account.begun() ? Optional.of(account.report(this::signature)) : Optional.empty();
    }

    /** An event, and the devices that it tells of. */
    private static int weight(RolloutRunEvent event) {
        return switch (event) {
            case RolloutCohortListed e -> 1 + e.devices().size();
            case RolloutOffered e -> 1 + e.devices().size();
            case RolloutReported e -> 1 + e.devices().size();
            case RolloutDevicesTimedOut e -> 1 + e.devices().size();
            default -> 1;
        };
    }

    private @Nullable Signature signature(SignatureId id) {
        StreamPlaces places = new StreamPlaces(streams, id.toString());
        Iterator<? extends DomainEventMessage<?>> stored =
                events.readEvents(id.toString(), FIRST).asStream().iterator();
        if (places.hasNext() && stored.hasNext()) {
            DomainEventMessage<?> message = stored.next();
            if (message.getPayload() instanceof RecordSigned signed) {
                return Signature.of(signed, Recorded.of(places.next(), message.getTimestamp(), message.getMetaData()));
            }
        }
        return null;
    }
}
