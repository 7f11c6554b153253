package io.devicetrail.domain.ledger;

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
}
