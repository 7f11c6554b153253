package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's keys over time, kept outside the database in files that only the owner may read: those in force, and,
 * while a change is under way, those that follow. {@link KeyChange} tells the whole order of a change; here is that of
 * the files:
 *
 * <ol>
 *   <li>both keys that follow are made in one file. <i>Crash before:</i> nothing happened. <i>Crash after:</i> they lie
 *       there and are used by the next change; they are never made anew, because the log may name them already.
 *   <li>the public keys in force are noted as the former ones; the Ed25519 key is put in place, then the ML-DSA-44 key,
 *       then the file of those that follow is removed. <i>Crash between:</i> the Ed25519 key in place is the one that
 *       follows, which says that the rest is to be done, and {@link #open} does it.
 * </ol>
 *
 * The private keys that were in force are gone with that. Thread-safe.
 */
public final class LedgerKeyring {
    static final String NEXT_FILE = "ledger-next.pem";
    static final String FORMER_FILE = "ledger-former";

    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final List<String> KEY_FILES =
            List.of(LedgerKeys.fileName(SignatureType.ED25519), LedgerKeys.fileName(SignatureType.ML_DSA_44));

    private final LedgerStore secrets;
    private volatile LedgerKeys current;
    private volatile List<VerifierKey> former;

    private LedgerKeyring(LedgerStore secrets, LedgerKeys current, List<VerifierKey> former) {
        this.secrets = secrets;
        this.current = current;
        this.former = former;
    }

    /**
     * @param secrets a folder that only the owner may enter
     * @param wantedOrigin the name to take at the first start; null for one made from the key
     * @throws LedgerBroken if what is there is not usable
     */
    public static LedgerKeyring in(Path secrets, @Nullable String wantedOrigin) throws IOException {
        requireOwners(secrets);
        return open(LedgerFolder.at(secrets), wantedOrigin);
    }

    /** The public keys in force in a home, without making or changing anything. */
    public static List<VerifierKey> verifiersIn(Path secrets) throws IOException {
        requireOwners(secrets);
        for (String name : List.of(LedgerKeys.ORIGIN_FILE, KEY_FILES.getFirst(), KEY_FILES.getLast())) {
            if (!Files.isRegularFile(secrets.resolve(name))) {
                throw new NoSuchFileException(secrets.resolve(name).toString());
            }
        }
        LedgerStore folder = LedgerFolder.existing(secrets);
        LedgerKeys found = LedgerKeys.from(folder, null);
        LedgerKeys next = next(folder, found.origin());
        return (next != null && isBegun(found, next) ? next : found).verifiers();
    }

    static LedgerKeyring open(LedgerStore secrets, @Nullable String wantedOrigin) throws IOException {
        LedgerKeys found = LedgerKeys.from(secrets, wantedOrigin);
        LedgerKeyring keyring = new LedgerKeyring(secrets, found, former(secrets));
        LedgerKeys next = next(secrets, found.origin());
        if (next != null && isBegun(found, next)) {
            keyring.putInPlace(next);
        }
        return keyring;
    }

    /** Of keys that no file holds, and that are not changed. */
    static LedgerKeyring fixed(LedgerKeys keys, LedgerStore secrets) {
        return new LedgerKeyring(secrets, keys, List.of());
    }

    public LedgerKeys current() {
        return current;
    }

    /** The public keys before those in force; empty if there were none. */
    List<VerifierKey> former() {
        return former;
    }

    /** The keys in force and those that follow them. */
    public record Succession(LedgerKeys from, LedgerKeys to) {}

    /** Both as of one moment: asked one after the other, they could be of two rotations. */
    public synchronized Succession succession() throws IOException {
        return new Succession(current, prepare());
    }

    /** The keys that follow; made now unless they lie there already. */
    public synchronized LedgerKeys prepare() throws IOException {
        LedgerKeys known = next();
        if (known != null) {
            return known;
        }
        String text = KeyFile.print(KeyFile.make(SignatureType.ED25519))
                + KeyFile.print(KeyFile.make(SignatureType.ML_DSA_44));
        secrets.replace(NEXT_FILE, text.getBytes(StandardCharsets.US_ASCII));
        return parse(text, current.origin());
    }

    /** The keys that follow; null if none were made. */
    synchronized @Nullable LedgerKeys next() throws IOException {
        return next(secrets, current.origin());
    }

    /** Puts the keys that follow in force. */
    synchronized void advance() throws IOException {
        LedgerKeys next = next();
        if (next == null) {
            throw new LedgerBroken("there are no keys that follow");
        }
        List<VerifierKey> before = current.verifiers();
        String lines = before.stream().map(VerifierKey::text).collect(Collectors.joining("\n", "", "\n"));
        secrets.replace(FORMER_FILE, lines.getBytes(StandardCharsets.UTF_8));
        former = before;
        putInPlace(next);
    }

    /** @return whether the keys were in force before the time was over */
    public synchronized boolean awaitInForce(LedgerKeys keys, Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!current.verifiers().equals(keys.verifiers())) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private synchronized void putInPlace(LedgerKeys next) throws IOException {
        String text = new String(secrets.read(NEXT_FILE), StandardCharsets.US_ASCII);
        String second = KeyFile.second(text);
        String first = text.substring(0, text.length() - second.length());
        secrets.replace(KEY_FILES.getFirst(), first.getBytes(StandardCharsets.US_ASCII));
        secrets.replace(KEY_FILES.getLast(), second.getBytes(StandardCharsets.US_ASCII));
        secrets.delete(NEXT_FILE);
        current = next;
        notifyAll();
    }

    private static boolean isBegun(LedgerKeys found, LedgerKeys next) {
        return found.verifiers().getFirst().equals(next.verifiers().getFirst());
    }

    private static @Nullable LedgerKeys next(LedgerStore secrets, String origin) throws IOException {
        try {
            return parse(new String(secrets.read(NEXT_FILE), StandardCharsets.US_ASCII), origin);
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    private static LedgerKeys parse(String text, String origin) {
        return LedgerKeys.of(
                origin,
                KeyFile.parse(text, SignatureType.ED25519, NEXT_FILE),
                KeyFile.parse(KeyFile.second(text), SignatureType.ML_DSA_44, NEXT_FILE));
    }

    private static List<VerifierKey> former(LedgerStore secrets) throws IOException {
        try {
            return new String(secrets.read(FORMER_FILE), StandardCharsets.UTF_8)
                    .lines()
                    .map(VerifierKey::parse)
                    .toList();
        } catch (NoSuchFileException none) {
            return List.of();
        }
    }

    private static void requireOwners(Path secrets) throws IOException {
        for (String name : List.of(KEY_FILES.getFirst(), KEY_FILES.getLast(), NEXT_FILE)) {
            Path file = secrets.resolve(name);
            if (Files.exists(file) && !OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new LedgerBroken("others may read " + file + ": chmod 600, and ask who did");
            }
        }
    }
}
