package io.devicetrail.queryside.rollouts;

import io.devicetrail.queryside.access.Reach;
import io.devicetrail.queryside.access.StreamThreads;
import io.devicetrail.queryside.changes.Change.Kind;
import io.devicetrail.queryside.changes.Changes;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;

/** Streams rollouts as they change. */
@Controller
class RolloutChangedController {
    private final Changes changes;
    private final Rollouts rollouts;

    RolloutChangedController(Changes changes, Rollouts rollouts) {
        this.changes = changes;
        this.rollouts = rollouts;
    }

    /** One at a time is asked for, so that what waits, waits where it is conflated. */
    @SubscriptionMapping
    Flux<RolloutChange> rolloutChanged(@Argument String tenant, @Argument @Nullable String rollout) {
        // The threads that hand on changes are nobody's own.
        Reach reach = Reach.current();
        UUID only = rollout == null ? null : GlobalId.uuid(Rollout.TYPE, rollout);
        return changes.of(Kind.ROLLOUT, GlobalId.local("Tenant", tenant), only)
                .publishOn(StreamThreads.EACH_ITS_OWN, 1)
                .handle((change, sink) -> StreamThreads.inTurn(() -> reach.call(() -> rollouts.byId(change.id())))
                        .ifPresent(found -> sink.next(new RolloutChange(found, change.position()))));
    }
}
