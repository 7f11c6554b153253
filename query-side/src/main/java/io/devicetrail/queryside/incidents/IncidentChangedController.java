package io.devicetrail.queryside.incidents;

import io.devicetrail.queryside.access.Reach;
import io.devicetrail.queryside.access.StreamThreads;
import io.devicetrail.queryside.changes.Change.Kind;
import io.devicetrail.queryside.changes.Changes;
import io.devicetrail.queryside.relay.GlobalId;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;

/** Streams incidents as they change. */
@Controller
class IncidentChangedController {
    private final Changes changes;
    private final Incidents incidents;

    IncidentChangedController(Changes changes, Incidents incidents) {
        this.changes = changes;
        this.incidents = incidents;
    }

    /** One at a time is asked for, so that what waits, waits where it is conflated. */
    @SubscriptionMapping
    Flux<IncidentChange> incidentChanged(@Argument String tenant) {
        // The threads that hand on changes are nobody's own.
        Reach reach = Reach.current();
        return changes.of(Kind.INCIDENT, GlobalId.local("Tenant", tenant), null)
                .publishOn(StreamThreads.EACH_ITS_OWN, 1)
                .handle((change, sink) -> StreamThreads.inTurn(() -> reach.call(() -> incidents.lastOf(change.id())))
                        .ifPresent(found -> sink.next(new IncidentChange(found, change.position()))));
    }
}
