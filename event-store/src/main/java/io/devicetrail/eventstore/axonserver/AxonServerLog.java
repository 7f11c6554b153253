package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.event.AppendEventsTransaction;
import io.axoniq.axonserver.connector.event.EventChannel;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.devicetrail.eventstore.append.LogUnavailableException;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.event.util.GrpcExceptionParser;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * The events of one context of Axon Server, by Axon's connector. Every question has an end: an Axon Server that is away
 * is an exception within about a second, and the connector goes on trying to reach it by itself.
 *
 * <p>It does not use the connector's own {@code AxonServerEventStore}, which hands on the gRPC status of a lost race
 * instead of a {@link ConcurrencyException} and keeps times to the millisecond; docs/adr/0018 says more.
 */
public final class AxonServerLog implements AutoCloseable {
    /** Longest wait for an answer to a small question. */
    static final Duration ANSWER_WITHIN = Duration.ofMillis(900);
    /**
     * Longest wait for a commit once it was sent; after it the outcome is unknown. A commit is first asked for when a
     * small question was just answered, so this is not what an Axon Server that is away costs.
     */
    static final Duration COMMIT_WITHIN = Duration.ofSeconds(5);
    /** Events on their way to a reader at a time. */
    private static final int IN_FLIGHT = 2_000;
    /** Events taken by a reader before it asks for as many more. */
    private static final int REFILL = 500;

    private final AxonServerConnectionManager connections;
    private final String context;

    private AxonServerLog(AxonServerConnectionManager connections, String context) {
        this.connections = connections;
        this.context = context;
    }

    /** Does not wait for a connection. */
    public static AxonServerLog at(AxonServerAddress address) {
        return new AxonServerLog(
                AxonServerConnectionManager.builder()
                        .axonServerConfiguration(address.configuration())
                        .build(),
                address.context());
    }

    String context() {
        return context;
    }

    /**
     * Index of the newest event; -1 while there is none.
     *
     * @throws LogUnavailableException if Axon Server does not answer
     */
    public long head() {
        return answer(EventChannel::getLastToken);
    }

    /**
     * Sequence number of the newest event of an aggregate; -1 if it has none.
     *
     * @throws LogUnavailableException if Axon Server does not answer
     */
    long lastSequence(String aggregateId) {
        return answer(channel -> channel.findHighestSequence(aggregateId));
    }

    /**
     * Stores the events, all or none, with neighbouring indexes.
     *
     * @throws ConcurrencyException if another event has the same aggregate and sequence number
     * @throws LogUnavailableException if Axon Server does not confirm it
     */
    void append(List<Event> events) {
        if (!connections.isConnected(context)) {
            // Connects, or says for certain that nothing was stored.
            head();
        }
        try {
            AppendEventsTransaction transaction = channel().startAppendEventsTransaction();
            events.forEach(transaction::appendEvent);
            if (!transaction
                    .commit()
                    .get(COMMIT_WITHIN.toMillis(), TimeUnit.MILLISECONDS)
                    .getSuccess()) {
                throw new LogUnavailableException("Axon Server did not take the change; nothing was stored.");
            }
        } catch (ExecutionException e) {
            throw refusal(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unknown(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unknown(e);
        } catch (StatusRuntimeException | IllegalStateException e) {
            // The call was over before all events were sent, so the commit was never asked for.
            throw new LogUnavailableException("Axon Server is not reachable; nothing was stored.", true, e);
        }
    }

    private static RuntimeException refusal(Throwable cause) {
        if (cause instanceof StatusRuntimeException status && codeOf(status)) {
            RuntimeException parsed = GrpcExceptionParser.parse(status);
            return parsed instanceof ConcurrencyException
                    ? parsed
                    : new LogUnavailableException(
                            "Axon Server refused the change: " + parsed.getMessage(), true, parsed);
        }
        return unknown(cause);
    }

    /** Axon Server's own word, and not the network's, carries a code of its own. */
    private static boolean codeOf(StatusRuntimeException status) {
        return status.getTrailers() != null && status.getTrailers().containsKey(ErrorCodes.KEY);
    }

    private static LogUnavailableException unknown(Throwable cause) {
        return new LogUnavailableException(
                "Axon Server did not confirm the change; ask again with the same clientMutationId to learn the outcome.",
                false,
                cause);
    }

    /** Events after the index, in order, and then those that are stored later; the caller closes it. */
    EventStream after(long index) {
        try {
            return channel().openStream(index, IN_FLIGHT, REFILL, true);
        } catch (RuntimeException e) {
            throw new EventStoreException("Axon Server cannot be read: " + e.getMessage(), e);
        }
    }

    /**
     * The one event with this index.
     *
     * @throws LogUnavailableException if Axon Server does not give it
     */
    EventWithToken at(long index) {
        try (EventStream stream = after(index - 1)) {
            @Nullable EventWithToken event = stream.nextIfAvailable(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new LogUnavailableException(
                        "Axon Server did not give event " + index + " within " + ANSWER_WITHIN.toMillis() + " ms.");
            }
            return event;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Interrupted while reading.", true, e);
        } catch (EventStoreException e) {
            throw new LogUnavailableException(String.valueOf(e.getMessage()), true, e);
        }
    }

    /** Events of one aggregate from a sequence number on, in order, without snapshots. */
    AggregateEventStream ofAggregate(String aggregateId, long firstSequence) {
        try {
            return channel().openAggregateStream(aggregateId, firstSequence);
        } catch (RuntimeException e) {
            throw new EventStoreException("Axon Server cannot be read: " + e.getMessage(), e);
        }
    }

    private <T> T answer(Function<EventChannel, CompletableFuture<T>> question) {
        try {
            return question.apply(channel()).get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new LogUnavailableException("Interrupted while asking Axon Server.", true, e);
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            throw new LogUnavailableException("Axon Server does not answer.", true, e);
        }
    }

    private EventChannel channel() {
        return connections.getConnection(context).eventChannel();
    }

    @Override
    public void close() {
        connections.shutdown();
    }

    /** How Axon Server names what it refuses, in the trailers of an answer. */
    private static final class ErrorCodes {
        static final io.grpc.Metadata.Key<String> KEY =
                io.grpc.Metadata.Key.of("AxonIQ-ErrorCode", io.grpc.Metadata.ASCII_STRING_MARSHALLER);
    }
}
