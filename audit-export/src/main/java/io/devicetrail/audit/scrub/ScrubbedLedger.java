package io.devicetrail.audit.scrub;

import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.note.VerifierKey;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The ledger to scrub.
 *
 * @param files of the ledger
 * @param secrets where the signer remembers what it signed
 * @param keys in force
 * @param size events that the ledger's files hold by now, or more if nothing will be written to them any more
 */
public record ScrubbedLedger(
        LedgerReader files, LedgerReader secrets, Supplier<List<VerifierKey>> keys, LongSupplier size) {}
