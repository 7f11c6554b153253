package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.Keys;
import io.devicetrail.audit.ledger.note.SignatureType;
import java.util.List;

/** Keys of a ledger in tests, made once: they are slow to make. */
final class TestKeys {
    static final String ORIGIN = "example.com/ledger";
    static final LedgerKeys KEYS = fresh();

    private TestKeys() {}

    static LedgerKeys fresh() {
        return new LedgerKeys(
                ORIGIN,
                List.of(Keys.fresh(ORIGIN, SignatureType.ED25519), Keys.fresh(ORIGIN, SignatureType.ML_DSA_44)));
    }
}
