package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.grpc.event.Confirmation;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventStoreGrpc;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.axoniq.axonserver.grpc.event.GetAggregateEventsRequest;
import io.axoniq.axonserver.grpc.event.GetEventsRequest;
import io.axoniq.axonserver.grpc.event.GetLastTokenRequest;
import io.axoniq.axonserver.grpc.event.ReadHighestSequenceNrRequest;
import io.axoniq.axonserver.grpc.event.ReadHighestSequenceNrResponse;
import io.axoniq.axonserver.grpc.event.TrackingToken;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;

/** The calls that the log makes, and no other: the rest answers that it is not implemented. */
final class StandInEventStore extends EventStoreGrpc.EventStoreImplBase {
    private static final Metadata.Key<String> ERROR_CODE =
            Metadata.Key.of("AxonIQ-ErrorCode", Metadata.ASCII_STRING_MARSHALLER);
    private static final String INVALID_EVENT_SEQUENCE = "AXONIQ-2000";

    private final StandInEvents events;

    StandInEventStore(StandInEvents events) {
        this.events = events;
    }

    @Override
    public StreamObserver<Event> appendEvent(StreamObserver<Confirmation> answer) {
        List<Event> transaction = new ArrayList<>();
        return new StreamObserver<>() {
            @Override
            public void onNext(Event event) {
                transaction.add(event);
            }

            @Override
            public void onError(Throwable rolledBack) {
                // Nothing of it was stored.
            }

            @Override
            public void onCompleted() {
                if (events.silent) {
                    return;
                }
                if (events.append(transaction)) {
                    answer.onNext(Confirmation.newBuilder().setSuccess(true).build());
                    answer.onCompleted();
                } else {
                    Metadata trailers = new Metadata();
                    trailers.put(ERROR_CODE, INVALID_EVENT_SEQUENCE);
                    answer.onError(Status.OUT_OF_RANGE
                            .withDescription("[AXONIQ-2000] Invalid sequence number")
                            .asRuntimeException(trailers));
                }
            }
        };
    }

    @Override
    public void listAggregateEvents(GetAggregateEventsRequest request, StreamObserver<Event> answer) {
        if (!events.silent) {
            events.ofAggregate(request.getAggregateId(), request.getInitialSequence())
                    .forEach(answer::onNext);
            answer.onCompleted();
        }
    }

    @Override
    public StreamObserver<GetEventsRequest> listEvents(StreamObserver<EventWithToken> out) {
        return new StandInReader(events, out);
    }

    @Override
    public void readHighestSequenceNr(
            ReadHighestSequenceNrRequest request, StreamObserver<ReadHighestSequenceNrResponse> answer) {
        answer(
                answer,
                ReadHighestSequenceNrResponse.newBuilder()
                        .setToSequenceNr(events.lastSequence(request.getAggregateId()))
                        .build());
    }

    @Override
    public void getLastToken(GetLastTokenRequest request, StreamObserver<TrackingToken> answer) {
        answer(answer, TrackingToken.newBuilder().setToken(events.lastToken()).build());
    }

    private <T> void answer(StreamObserver<T> answer, T value) {
        if (!events.silent) {
            answer.onNext(value);
            answer.onCompleted();
        }
    }
}
