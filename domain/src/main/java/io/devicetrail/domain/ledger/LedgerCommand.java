package io.devicetrail.domain.ledger;

import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked about a ledger. */
public sealed interface LedgerCommand {
    LedgerId ledger();

    /** Records what no longer matches, unless the same was recorded before. */
    record RecordMismatch(
            @TargetAggregateIdentifier LedgerId ledger,
            @Nullable Long index,
            String what,
            long size) implements LedgerCommand {}
}
