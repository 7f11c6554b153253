package io.devicetrail.audit.ledger.keys;

import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerStore;
import io.devicetrail.audit.ledger.note.SignatureType;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys in a PKCS #12 store: those in force under the two aliases, those that follow under the same with {@code -next}.
 * Where there is a token, the Ed25519 key may be in it: then the store holds only its certificate, by whose name the
 * token finds the key.
 *
 * <p>Each step of a change is one new file in place of the old one (fresh file, sync, rename, sync). <i>Crash:</i> the
 * store is as before the step or as after it; there is nothing between to be mended.
 */
public final class Pkcs12Keys implements KeyPlace {
    static final String FOLLOWING = "-next";

    private final LedgerStore folder;
    private final String file;
    private final Pkcs12Access access;
    private final @Nullable KeyToken token;
    private final String firstTokenKey;

    Pkcs12Keys(LedgerStore folder, String file, Pkcs12Access access, @Nullable KeyToken token, String firstTokenKey) {
        this.folder = folder;
        this.file = file;
        this.access = access;
        this.token = token;
        this.firstTokenKey = firstTokenKey;
    }

    /**
     * @param store file of the store, in a folder that is there; made at the first start
     * @throws LedgerBroken if others may read it
     */
    public static Pkcs12Keys in(Path store, Pkcs12Access access) throws IOException {
        return new Pkcs12Keys(folder(store), String.valueOf(store.getFileName()), access, null, "");
    }

    /**
     * @param store file of the store that holds the ML-DSA-44 keys
     * @param firstTokenKey label of the token's key for a ledger that begins
     */
    public static Pkcs12Keys in(Path store, Pkcs12Access access, KeyToken token, String firstTokenKey)
            throws IOException {
        return new Pkcs12Keys(folder(store), String.valueOf(store.getFileName()), access, token, firstTokenKey);
    }

    private static LedgerFolder folder(Path store) throws IOException {
        OwnersFile.require(store);
        Path parent = store.toAbsolutePath().getParent();
        return LedgerFolder.existing(parent == null ? Path.of("/") : parent);
    }

    @Override
    public String name() {
        return "the key store " + file + (token == null ? "" : " with " + token.name());
    }

    @Override
    public boolean isWhole() throws IOException {
        try {
            return keys("", read()) != null;
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    @Override
    public KeyGeneration found() throws IOException {
        Pkcs12 store = read();
        KeyGeneration inForce = keys("", store);
        if (inForce == null) {
            throw new LedgerBroken(name() + " has no keys under the aliases " + access.ed25519() + " and "
                    + access.mlDsa() + ", but under " + store.aliases());
        }
        return inForce;
    }

    @Override
    public KeyGeneration open() throws IOException {
        Pkcs12 store;
        try {
            store = read();
        } catch (NoSuchFileException first) {
            store = Pkcs12.empty(access.password(), file);
            add(store, "", token == null ? null : firstTokenKey);
            // Before it is written: a wrong label must not stay in the store.
            found(keys("", store)).proved(name());
            write(store);
            return found().proved(name());
        }
        if (token != null && !store.holds(access.ed25519()) && store.holds(access.mlDsa())) {
            // The operator has made the store, and cannot put a reference to the token into it.
            store.refer(access.ed25519(), inToken(token, firstTokenKey));
            found(keys("", store)).proved(name());
            write(store);
        }
        return found().proved(name());
    }

    @Override
    public @Nullable KeyGeneration next() throws IOException {
        return keys(FOLLOWING, read());
    }

    @Override
    public KeyGeneration prepare(@Nullable String tokenKey) throws IOException {
        KeyGeneration known = next();
        if (known == null) {
            if (token == null && tokenKey != null) {
                throw new LedgerBroken("the ledger's keys are in a store without a token that has the key " + tokenKey);
            }
            if (token != null && tokenKey == null) {
                throw new LedgerBroken(
                        "the ledger's Ed25519 keys are in " + token.name() + ": make a new one there, and name it");
            }
            Pkcs12 store = read();
            add(store, FOLLOWING, tokenKey);
            requireOther(store, tokenKey);
            write(store);
            known = found(keys(FOLLOWING, read()));
        } else if (tokenKey != null && !isOf(known, tokenKey)) {
            throw new LedgerBroken("keys that follow were made before, and the log may name them: "
                    + (known.ed25519() instanceof TokenKey other
                            ? "rotate to the token's key " + other.label() + " first"
                            : "rotate without naming a key of the token first"));
        }
        return known.proved(name());
    }

    /** What follows is never made anew: a key that cannot follow would be in the way for ever. */
    private void requireOther(Pkcs12 store, @Nullable String tokenKey) {
        KeyGeneration inForce = found(keys("", store));
        KeyGeneration following = found(keys(FOLLOWING, store)).proved(name());
        if (inForce.ed25519().publicKey().equals(following.ed25519().publicKey())) {
            throw new LedgerBroken("the token's key " + tokenKey + " is in force already: make a new one");
        }
    }

    @Override
    public KeyGeneration putInPlace() throws IOException {
        Pkcs12 store = read();
        store.rename(access.ed25519() + FOLLOWING, access.ed25519());
        store.rename(access.mlDsa() + FOLLOWING, access.mlDsa());
        write(store);
        return found();
    }

    /**
     * Takes keys over from files, which are removed once they can be read back from here. <i>Crash:</i> they are in both
     * places; the same again ends it.
     *
     * @throws LedgerBroken if the store exists and has other keys
     */
    public void takeFrom(KeyFiles files) throws IOException {
        KeyGeneration inForce = files.open();
        KeyGeneration following = files.next();
        try {
            if (!isSame(found(), inForce)) {
                throw new LedgerBroken(name() + " is there already, and has other keys than those in " + files.name());
            }
        } catch (NoSuchFileException none) {
            Pkcs12 store = Pkcs12.empty(access.password(), file);
            put(store, "", files.pairs(false));
            if (following != null) {
                put(store, FOLLOWING, files.pairs(true));
            }
            write(store);
        }
        KeyGeneration readBack = found().proved(name());
        if (!isSame(readBack, inForce) || (following != null && !isSame(found(next()), following))) {
            throw new LedgerBroken(name() + " does not hold what was written to it; the files are left as they were");
        }
        files.remove();
    }

    private void add(Pkcs12 store, String suffix, @Nullable String tokenKey) {
        if (token == null || tokenKey == null) {
            store.put(access.ed25519() + suffix, KeyFile.make(SignatureType.ED25519), SignatureType.ED25519);
        } else {
            store.refer(access.ed25519() + suffix, inToken(token, tokenKey));
        }
        store.put(access.mlDsa() + suffix, KeyFile.make(SignatureType.ML_DSA_44), SignatureType.ML_DSA_44);
    }

    private void put(Pkcs12 store, String suffix, List<KeyPair> pairs) {
        store.put(access.ed25519() + suffix, pairs.getFirst(), SignatureType.ED25519);
        store.put(access.mlDsa() + suffix, pairs.getLast(), SignatureType.ML_DSA_44);
    }

    private static TokenKey inToken(KeyToken token, String label) {
        try {
            return TokenKey.of(token, label);
        } catch (GeneralSecurityException e) {
            throw new LedgerBroken(e.getMessage() + " (" + token.name() + ", key " + label + ")");
        }
    }

    private @Nullable KeyGeneration keys(String suffix, Pkcs12 store) {
        String ed25519 = access.ed25519() + suffix;
        String mlDsa = access.mlDsa() + suffix;
        return store.holds(ed25519) && store.holds(mlDsa)
                ? new KeyGeneration(
                        store.key(ed25519, SignatureType.ED25519, token),
                        store.key(mlDsa, SignatureType.ML_DSA_44, null))
                : null;
    }

    private static KeyGeneration found(@Nullable KeyGeneration keys) {
        if (keys == null) {
            throw new LedgerBroken("the key store does not hold what was written to it");
        }
        return keys;
    }

    private static boolean isOf(KeyGeneration keys, String tokenKey) {
        return keys.ed25519() instanceof TokenKey key && key.label().equals(tokenKey);
    }

    private static boolean isSame(KeyGeneration one, KeyGeneration other) {
        return one.ed25519().publicKey().equals(other.ed25519().publicKey())
                && one.mlDsa().publicKey().equals(other.mlDsa().publicKey());
    }

    private Pkcs12 read() throws IOException {
        return Pkcs12.of(folder.read(file), access.password(), file);
    }

    private void write(Pkcs12 store) throws IOException {
        folder.replace(file, store.bytes());
    }
}
