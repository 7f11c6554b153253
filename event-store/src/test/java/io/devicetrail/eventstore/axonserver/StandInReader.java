package io.devicetrail.eventstore.axonserver;

import io.axoniq.axonserver.grpc.event.EventWithToken;
import io.axoniq.axonserver.grpc.event.GetEventsRequest;
import io.grpc.stub.StreamObserver;

/** One reader of the stand-in's whole log: gets as many events as it has given permits for, and later ones as they come. */
final class StandInReader implements StreamObserver<GetEventsRequest> {
    private final StandInEvents events;
    private final StreamObserver<EventWithToken> out;
    private boolean begun;
    private boolean ended;
    private long permits;
    private long next;

    StandInReader(StandInEvents events, StreamObserver<EventWithToken> out) {
        this.events = events;
        this.out = out;
    }

    @Override
    public void onNext(GetEventsRequest request) {
        synchronized (this) {
            permits += request.getNumberOfPermits();
            if (!begun) {
                next = request.getTrackingToken();
                begun = true;
                events.add(this);
            }
        }
        readOn();
    }

    synchronized void readOn() {
        if (ended || events.silent) {
            return;
        }
        for (EventWithToken event : events.from(next, permits)) {
            out.onNext(event);
            next = event.getToken() + 1;
            permits--;
        }
    }

    @Override
    public void onError(Throwable gone) {
        end();
    }

    @Override
    public void onCompleted() {
        end();
        out.onCompleted();
    }

    private synchronized void end() {
        ended = true;
        events.remove(this);
    }
}
