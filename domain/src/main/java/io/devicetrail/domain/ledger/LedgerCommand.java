package io.devicetrail.domain.ledger;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import java.time.Instant;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked about a ledger. */
public sealed interface LedgerCommand {
    LedgerId ledger();

    /**
     * Records what no longer matches, unless the same was recorded before.
     *
     * @param at when it is to be recorded: of one day, by UTC, only so many are
     */
    record RecordMismatch(
            @TargetAggregateIdentifier LedgerId ledger,
            @Nullable Long index,
            String what,
            long size,
            Instant at) implements LedgerCommand {}

    /**
     * Names the keys that follow those in force.
     *
     * @param from verifier keys in force
     * @param to verifier keys that follow; their private halves must be in the home already
     */
    record RotateKey(@TargetAggregateIdentifier LedgerId ledger, List<String> from, List<String> to)
            implements LedgerCommand, RegulatedChange {
        public RotateKey {
            from = List.copyOf(from);
            to = List.copyOf(to);
            if (from.isEmpty() || to.isEmpty() || from.stream().anyMatch(to::contains)) {
                throw new MalformedInput("to", "must be keys other than those in force");
            }
        }
    }
}
