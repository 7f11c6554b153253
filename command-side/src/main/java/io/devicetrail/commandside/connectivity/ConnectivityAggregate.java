package io.devicetrail.commandside.connectivity;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.connectivity.ConnectivityCommand.RecordJudgement;
import io.devicetrail.domain.connectivity.ConnectivityEvent;
import io.devicetrail.domain.connectivity.ConnectivityEvent.ConnectivityChanged;
import io.devicetrail.domain.connectivity.ConnectivityId;
import io.devicetrail.domain.connectivity.ConnectivityReason;
import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

@Aggregate(type = "connectivity", snapshotTriggerDefinition = "snapshots")
class ConnectivityAggregate {
    @AggregateIdentifier
    private @Nullable ConnectivityId connectivity;

    private @Nullable Connectivity last;
    /** A device that flaps is suspect, and so may be one that does not. */
    private boolean flapping;

    private Instant lastJudgedAt = Instant.MIN;

    /** What repeats the last judgement, or is older than it, changes nothing: judges may run twice and overtake. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordJudgement c) {
        boolean same =
                c.judgement().connectivity() == last && isFlapping(c.judgement().reasons()) == flapping;
        if (same || c.judgedAt().isBefore(lastJudgedAt)) {
            return;
        }
        apply(new ConnectivityChanged(
                c.connectivity(),
                c.device(),
                c.tenant(),
                last,
                c.judgement().connectivity(),
                c.judgement().reasons(),
                c.judgement().since(),
                c.evidence(),
                c.judgedAt()));
    }

    private static boolean isFlapping(List<ConnectivityReason> reasons) {
        return reasons.contains(ConnectivityReason.FLAPPING);
    }

    @EventSourcingHandler
    void evolve(ConnectivityEvent event) {
        switch (event) {
            case ConnectivityChanged e -> {
                connectivity = e.connectivity();
                last = e.to();
                flapping = isFlapping(e.reasons());
                lastJudgedAt = e.judgedAt();
            }
        }
    }
}
