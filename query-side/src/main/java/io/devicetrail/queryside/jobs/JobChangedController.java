package io.devicetrail.queryside.jobs;

import io.devicetrail.queryside.access.Reach;
import io.devicetrail.queryside.access.StreamThreads;
import io.devicetrail.queryside.changes.Change.Kind;
import io.devicetrail.queryside.changes.Changes;
import io.devicetrail.queryside.relay.GlobalId;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.SubscriptionMapping;
import org.springframework.stereotype.Controller;
import reactor.core.publisher.Flux;

/** Streams jobs as they change. */
@Controller
class JobChangedController {
    private final Changes changes;
    private final Jobs jobs;

    JobChangedController(Changes changes, Jobs jobs) {
        this.changes = changes;
        this.jobs = jobs;
    }

    /** One at a time is asked for, so that what waits, waits where it is conflated. */
    @SubscriptionMapping
    Flux<JobChange> jobChanged(@Argument String tenant, @Argument @Nullable String job) {
        // The threads that hand on changes are nobody's own.
        Reach reach = Reach.current();
        return changes.of(Kind.JOB, GlobalId.local("Tenant", tenant), job == null ? null : GlobalId.uuid(Job.TYPE, job))
                .publishOn(StreamThreads.EACH_ITS_OWN, 1)
                .handle((change, sink) -> StreamThreads.inTurn(() -> reach.call(() -> jobs.byId(change.id())))
                        .ifPresent(found -> sink.next(new JobChange(found, change.position()))));
    }
}
