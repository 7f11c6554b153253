package io.devicetrail.domain.signaturepolicy;

import io.devicetrail.domain.signature.SignableRecord;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Finds the signatures of a record, which the log cannot be asked for by record. Nobody has to believe it: each is looked up
 * in the log ({@link SignatureLookup}) before it counts. It may be behind, and then tells of too few: signatures are never
 * taken back.
 */
public interface GivenSignatures {
    /** In the order of the log, of every version of the record; at most {@link #MOST}, the newest of them. */
    List<GivenSignature> of(SignableRecord record);

    /**
     * Returns when all up to that log position can be found.
     *
     * @throws TimeoutException if that is not so within a moment
     */
    void awaitKnown(long position) throws TimeoutException;

    /** Whether all up to that log position can be found now. A rebuild begins with none. */
    boolean known(long position);

    /** Most that are found of one record: more than any policy asks for. */
    int MOST = 1_000;
}
