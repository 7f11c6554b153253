package io.devicetrail.commandside.replay;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.replay.ReplayCommand.EndReplay;
import io.devicetrail.domain.replay.ReplayCommand.StartReplay;
import io.devicetrail.domain.replay.ReplayEvent;
import io.devicetrail.domain.replay.ReplayEvent.ReplayEnded;
import io.devicetrail.domain.replay.ReplayEvent.ReplayStarted;
import io.devicetrail.domain.replay.ReplayId;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

@Aggregate(type = "replay")
class ReplayAggregate {
    @AggregateIdentifier
    private @Nullable ReplayId replay;

    ReplayAggregate() {}

    @CommandHandler
    ReplayAggregate(StartReplay c) {
        apply(new ReplayStarted(c.replay(), c.readModels()));
    }

    @CommandHandler
    void handle(EndReplay c) {
        apply(new ReplayEnded(c.replay(), c.readModels()));
    }

    @EventSourcingHandler
    void evolve(ReplayEvent event) {
        replay = event.replay();
    }
}
