package io.devicetrail.commandside.authority;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.authority.AuthorityEvent.OperationDenied;
import io.devicetrail.domain.authority.AuthorityEvent.OperationDeniedToDevice;
import io.devicetrail.domain.authority.AuthorityEvent.OperationDeniedToKey;
import io.devicetrail.domain.authority.DenialId;
import io.devicetrail.domain.authority.RecordDenial;
import io.devicetrail.domain.authority.RecordDeviceDenial;
import io.devicetrail.domain.authority.RecordKeyDenial;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** A stream for each denial: nobody's own grows with what they are refused. */
@Aggregate(type = "denial")
class DenialAggregate {
    @AggregateIdentifier
    private @Nullable DenialId denial;

    DenialAggregate() {}

    @CommandHandler
    DenialAggregate(RecordDenial c) {
        apply(new OperationDenied(c.denial(), c.person(), c.operation(), c.where(), c.unrecorded()));
    }

    @CommandHandler
    DenialAggregate(RecordKeyDenial c) {
        apply(new OperationDeniedToKey(c.denial(), c.key(), c.operation(), c.where(), c.unrecorded()));
    }

    @CommandHandler
    DenialAggregate(RecordDeviceDenial c) {
        apply(new OperationDeniedToDevice(c.denial(), c.device(), c.operation(), c.where(), c.unrecorded()));
    }

    @EventSourcingHandler
    void evolve(OperationDenied event) {
        denial = event.denial();
    }

    @EventSourcingHandler
    void evolve(OperationDeniedToKey event) {
        denial = event.denial();
    }

    @EventSourcingHandler
    void evolve(OperationDeniedToDevice event) {
        denial = event.denial();
    }
}
