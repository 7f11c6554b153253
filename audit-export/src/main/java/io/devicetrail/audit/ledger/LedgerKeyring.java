package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.keys.KeyFiles;
import io.devicetrail.audit.ledger.keys.KeyGeneration;
import io.devicetrail.audit.ledger.keys.KeyPlace;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's keys over time, kept outside the database in a {@link KeyPlace}: those in force, and, while a change is
 * under way, those that follow. {@link KeyChange} tells the whole order of a change; here the public keys in force are
 * noted as the former ones before the place puts those that follow in force. <i>Crash between:</i> the keys in force are
 * noted as the former ones as well, which changes nothing.
 *
 * <p>The private keys that were in force are gone with that. Thread-safe.
 */
public final class LedgerKeyring {
    /** In the secrets, from the first start on: the ledger's name. */
    public static final String ORIGIN_FILE = LedgerKeys.ORIGIN_FILE;

    static final String FORMER_FILE = "ledger-former";

    private final LedgerStore secrets;
    private final KeyPlace place;
    private volatile LedgerKeys current;
    private volatile List<VerifierKey> former;
    /** Log index of the event by which the keys in force took over; null if that was before this process. */
    private @Nullable Long rotatedAt;

    private LedgerKeyring(LedgerStore secrets, KeyPlace place, LedgerKeys current, List<VerifierKey> former) {
        this.secrets = secrets;
        this.place = place;
        this.current = current;
        this.former = former;
    }

    /** With the keys in files of the same folder. */
    public static LedgerKeyring in(Path secrets, @Nullable String wantedOrigin) throws IOException {
        return in(secrets, KeyFiles.in(secrets), wantedOrigin);
    }

    /**
     * @param secrets a folder that only the owner may enter
     * @param place of the private keys
     * @param wantedOrigin the name to take at the first start; null for one made from the key
     * @throws LedgerBroken if what is there is not usable, or the keys are not those of this ledger
     */
    public static LedgerKeyring in(Path secrets, KeyPlace place, @Nullable String wantedOrigin) throws IOException {
        return open(LedgerFolder.at(secrets), place, wantedOrigin);
    }

    /** The public keys in force in a home that keeps its keys in files. */
    public static List<VerifierKey> verifiersIn(Path secrets) throws IOException {
        return verifiersIn(secrets, KeyFiles.in(secrets));
    }

    /** The public keys in force in a home, without making or changing anything. */
    public static List<VerifierKey> verifiersIn(Path secrets, KeyPlace place) throws IOException {
        LedgerStore folder = LedgerFolder.existing(secrets);
        String origin = new String(folder.read(LedgerKeys.ORIGIN_FILE), StandardCharsets.UTF_8).strip();
        return LedgerKeys.of(origin, place.found()).verifiers();
    }

    static LedgerKeyring open(LedgerStore secrets, @Nullable String wantedOrigin) throws IOException {
        return open(secrets, new KeyFiles(secrets), wantedOrigin);
    }

    static LedgerKeyring open(LedgerStore secrets, KeyPlace place, @Nullable String wantedOrigin) throws IOException {
        SignedNote signed = signedLast(secrets);
        if (signed != null && !place.isWhole()) {
            throw new LedgerBroken("the keys of this ledger are not in " + place.name()
                    + ": name the place they are in (devicetrail.ledger.keystore), move them there with ledger"
                    + " import-key, or put the backup back that has them");
        }
        LedgerKeys found = LedgerKeys.of(secrets, wantedOrigin, place.open());
        List<VerifierKey> former = former(secrets);
        if (signed != null && !isBy(found.verifiers(), signed) && !isBy(former, signed)) {
            throw new LedgerBroken(
                    "the keys in " + place.name() + " are not those in force: they did not sign what this"
                            + " ledger signed last (" + LedgerKeys.SIGNED_FILE + ")");
        }
        return new LedgerKeyring(secrets, place, found, former);
    }

    /** Of keys that no place holds, and that are not changed. */
    static LedgerKeyring fixed(LedgerKeys keys, LedgerStore secrets) {
        return new LedgerKeyring(secrets, new KeyFiles(secrets), keys, List.of());
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

    /**
     * Both as of one moment: asked one after the other, they could be of two rotations.
     *
     * @param tokenKey label of the key in a token that is to follow; null where the keys are in no token
     * @throws LedgerBroken if the place of the keys cannot make them
     */
    public synchronized Succession succession(@Nullable String tokenKey) throws IOException {
        return new Succession(current, prepare(tokenKey));
    }

    LedgerKeys prepare() throws IOException {
        return prepare(null);
    }

    /** The keys that follow; made now unless they are there already. */
    synchronized LedgerKeys prepare(@Nullable String tokenKey) throws IOException {
        return LedgerKeys.of(current.origin(), place.prepare(tokenKey));
    }

    /** The keys that follow; null if none were made. */
    synchronized @Nullable LedgerKeys next() throws IOException {
        KeyGeneration next = place.next();
        return next == null ? null : LedgerKeys.of(current.origin(), next);
    }

    /**
     * Puts the keys that follow in force.
     *
     * @param index of the event in the log that names them
     */
    synchronized void advance(long index) throws IOException {
        if (place.next() == null) {
            throw new LedgerBroken("there are no keys that follow");
        }
        List<VerifierKey> before = current.verifiers();
        String lines = before.stream().map(VerifierKey::text).collect(Collectors.joining("\n", "", "\n"));
        secrets.replace(FORMER_FILE, lines.getBytes(StandardCharsets.UTF_8));
        former = before;
        current = LedgerKeys.of(current.origin(), place.putInPlace());
        rotatedAt = index;
        notifyAll();
    }

    /** Log index of the event by which the keys in force took over; null if that was before this process. */
    public synchronized @Nullable Long rotatedAt() {
        return rotatedAt;
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

    /** Null if nothing ever was; also if it cannot be read, which is the signer's to tell. */
    private static @Nullable SignedNote signedLast(LedgerStore secrets) throws IOException {
        try {
            return SignedNote.parse(secrets.read(LedgerKeys.SIGNED_FILE));
        } catch (NoSuchFileException | NotVerified nothing) {
            return null;
        }
    }

    private static boolean isBy(List<VerifierKey> keys, SignedNote note) {
        try {
            return !keys.isEmpty() && note.verifiedBy(keys).containsAll(keys);
        } catch (NotVerified byOthers) {
            return false;
        }
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
}
