package io.devicetrail.commandside.ledger;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.ledger.LedgerCommand.RecordMismatch;
import io.devicetrail.domain.ledger.LedgerCommand.RotateKey;
import io.devicetrail.domain.ledger.LedgerEvent;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerKeyRotated;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerMismatchFound;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.ledger.LedgerRejection.KeysNotInForce;
import java.util.HashSet;
import java.util.List;
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

    /** Null until they were rotated once. */
    private @Nullable List<String> keys;

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

    /** The first rotation tells which keys there were; a repeated one, after a crash, changes nothing. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RotateKey c) {
        if (c.to().equals(keys)) {
            return;
        }
        unless(keys == null || keys.equals(c.from()), new KeysNotInForce());
        apply(new LedgerKeyRotated(c.ledger(), c.from(), c.to()));
    }

    @EventSourcingHandler
    void evolve(LedgerEvent event) {
        ledger = event.ledger();
        switch (event) {
            case LedgerMismatchFound e -> mismatches.add(new Mismatch(e.index(), e.what()));
            case LedgerKeyRotated e -> keys = e.to();
        }
    }
}
