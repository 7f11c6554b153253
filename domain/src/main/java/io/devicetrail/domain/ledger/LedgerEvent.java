package io.devicetrail.domain.ledger;

import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to a ledger. */
public sealed interface LedgerEvent {
    LedgerId ledger();

    /**
     * Log and ledger were compared and differ (21 CFR 11.10(a), altered records).
     *
     * @param index log index of the first event concerned; null where it concerns none, such as a signature
     * @param what differs, in words
     * @param size events that were under the checkpoint at that time
     */
    @Revision("1")
    record LedgerMismatchFound(LedgerId ledger, @Nullable Long index, String what, long size) implements LedgerEvent {}

    /**
     * The ledger's keys hand over to new ones. Keys are C2SP verifier keys (signed-note), public by their nature, one
     * of each kind of signature.
     */
    @Revision("1")
    record LedgerKeyRotated(LedgerId ledger, List<String> from, List<String> to) implements LedgerEvent {}
}
