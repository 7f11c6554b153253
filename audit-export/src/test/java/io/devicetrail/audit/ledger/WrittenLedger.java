package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.keys.KeyPlace;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ledger in a folder, brought up to a log at a test's word. */
public final class WrittenLedger {
    private final Path home;
    private final LedgerKeyring keys;

    public WrittenLedger(Path home) throws IOException {
        this(home, LedgerKeyring.in(home.resolve("secrets"), null));
    }

    private WrittenLedger(Path home, LedgerKeyring keys) {
        this.home = home;
        this.keys = keys;
    }

    /** With its keys in that place. */
    public static WrittenLedger in(Path home, KeyPlace place) throws IOException {
        return new WrittenLedger(home, LedgerKeyring.in(home.resolve("secrets"), place, null));
    }

    public WrittenLedger follow(EntrySource log) throws IOException {
        CheckpointSigner signer =
                new CheckpointSigner(keys, LedgerFolder.at(home.resolve("secrets")), Clock.systemUTC());
        Ledger ledger = new Ledger(LedgerFolder.at(folder()), signer);
        ledger.open();
        while (ledger.integrate(log) > 0) {
            // Until it has all.
        }
        return this;
    }

    /** Rotates the keys by the log's next event. */
    public WrittenLedger rotate(ListedRows log) throws IOException {
        return rotate(log, null);
    }

    /** @param tokenKey label of the token's key that is to follow; null for keys in no token */
    public WrittenLedger rotate(ListedRows log, @Nullable String tokenKey) throws IOException {
        LedgerKeyring.Succession succession = keys.succession(tokenKey);
        return follow(log.rotate(succession.from(), succession.to()));
    }

    public LedgerKeyring keyring() {
        return keys;
    }

    public LedgerKeys signers() {
        return keys.current();
    }

    public Path folder() {
        return home.resolve("ledger");
    }

    public LedgerReader files() {
        return LedgerFolder.existing(folder());
    }

    public List<VerifierKey> keys() {
        return keys.current().verifiers();
    }

    public SignedNote checkpoint() throws IOException {
        return new PublishedLedger(files()).checkpoint();
    }
}
