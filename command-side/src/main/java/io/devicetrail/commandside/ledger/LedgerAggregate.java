package io.devicetrail.commandside.ledger;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.ledger.LedgerCommand.RecordMismatch;
import io.devicetrail.domain.ledger.LedgerEvent;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerMismatchFound;
import io.devicetrail.domain.ledger.LedgerId;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

@Aggregate(type = "ledger")
class LedgerAggregate {
    /** Whoever changes the whole past must not fill the log with the news of it: health and metrics count the rest. */
    static final int MOST_MISMATCHES = 1_000;

    @AggregateIdentifier
    private @Nullable LedgerId ledger;

    private final Set<Mismatch> mismatches = new HashSet<>();

    private record Mismatch(@Nullable Long index, String what) {}

    /** The scrubber finds the same again in every round, and after every start. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RecordMismatch c) {
        if (mismatches.size() < MOST_MISMATCHES && !mismatches.contains(new Mismatch(c.index(), c.what()))) {
            apply(new LedgerMismatchFound(c.ledger(), c.index(), c.what(), c.size()));
        }
    }

    @EventSourcingHandler
    void evolve(LedgerEvent event) {
        ledger = event.ledger();
        switch (event) {
            case LedgerMismatchFound e -> mismatches.add(new Mismatch(e.index(), e.what()));
        }
    }
}
