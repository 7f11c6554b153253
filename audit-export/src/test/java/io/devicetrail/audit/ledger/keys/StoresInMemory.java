package io.devicetrail.audit.ledger.keys;

import io.devicetrail.audit.ledger.LedgerStore;

/** Places of keys on a disk of a test. */
public final class StoresInMemory {
    private StoresInMemory() {}

    public static KeyPlace pkcs12(LedgerStore folder) {
        Pkcs12Access access = new Pkcs12Access("correct horse", "ledger-ed25519", "ledger-ml-dsa-44");
        return new Pkcs12Keys(folder, "ledger.p12", access, null, "");
    }
}
