package io.devicetrail.audit.verify;

import io.devicetrail.audit.ledger.LedgerKeys;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.ledger.tree.StoredTree;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A home's ledger as of one moment, while an application may go on writing it: the keys in force, what they signed last
 * and what is published are three files that change one after the other. Where they do not fit together they are read
 * again for a while; what still does not fit then is for {@link LedgerCheck} to name.
 *
 * @param files with the checkpoint of that moment; the rest never changes under it
 * @param keys in force at that moment
 * @param signed what they signed last, which the ledger must go on from; null if nothing ever was
 */
public record LocalLedger(
        LedgerReader files,
        List<VerifierKey> keys,
        @Nullable SignedNote signed) {
    /** The tailer needs milliseconds from the one file to the next. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration BETWEEN = Duration.ofMillis(20);
    private static final String CHECKPOINT = "checkpoint";

    /** Says which keys are in force; nothing where others are trusted. */
    @FunctionalInterface
    public interface KeysInForce {
        List<VerifierKey> read() throws IOException;
    }

    /**
     * @param files of the ledger
     * @param secrets where the signer remembers what it signed
     * @throws NotVerified if what it remembers cannot be read
     */
    public static LocalLedger of(LedgerReader files, LedgerReader secrets, KeysInForce keys) throws IOException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            List<VerifierKey> inForce = keys.read();
            SignedNote signed = note(secrets, LedgerKeys.SIGNED_FILE);
            SignedNote published = published(files);
            if (signed != null && published != null && fit(inForce, signed, published)) {
                return new LocalLedger(pinned(files, published), inForce, signed);
            }
            if (System.nanoTime() >= end) {
                if (signed != null && published != null && isUntold(files, inForce, signed, published)) {
                    return new LocalLedger(pinned(files, signed), inForce, signed);
                }
                return new LocalLedger(files, inForce, signed);
            }
            rest();
        }
    }

    private static boolean fit(List<VerifierKey> keys, SignedNote signed, SignedNote published) {
        return signed.print().equals(published.print()) && (keys.isEmpty() || isBy(keys, signed));
    }

    /**
     * Whether a crash came between signing and publishing: everything is there that was signed, and the next start
     * publishes it. Whoever puts an older checkpoint back, and nothing else, leaves the same.
     */
    private static boolean isUntold(LedgerReader files, List<VerifierKey> keys, SignedNote signed, SignedNote published)
            throws IOException {
        try {
            Checkpoint head = Checkpoint.parse(signed.text());
            return (keys.isEmpty() || isBy(keys, signed))
                    && Checkpoint.parse(published.text()).head().size()
                            < head.head().size()
                    && new StoredTree(files::tile, head.head().size()).head().equals(head.head());
        } catch (NotVerified | NoSuchFileException notAllThere) {
            return false;
        }
    }

    private static boolean isBy(List<VerifierKey> keys, SignedNote note) {
        try {
            return note.verifiedBy(keys).containsAll(keys);
        } catch (NotVerified byOthers) {
            return false;
        }
    }

    private static LedgerReader pinned(LedgerReader files, SignedNote checkpoint) {
        byte[] bytes = checkpoint.print().getBytes(StandardCharsets.UTF_8);
        return path -> path.equals(CHECKPOINT) ? bytes : files.read(path);
    }

    private static @Nullable SignedNote published(LedgerReader files) throws IOException {
        try {
            return note(files, CHECKPOINT);
        } catch (NotVerified damaged) {
            return null;
        }
    }

    private static @Nullable SignedNote note(LedgerReader files, String path) throws IOException {
        try {
            return SignedNote.parse(files.read(path));
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    private static void rest() throws InterruptedIOException {
        try {
            // Nobody counts it down: this is a pause that an interrupt ends.
            new CountDownLatch(1).await(BETWEEN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
