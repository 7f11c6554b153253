package io.devicetrail.audit.ledger.keys;

import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerStore;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Keys in files that only the owner may read. The order in which they change places:
 *
 * <ol>
 *   <li>both keys that follow are made in one file. <i>Crash before:</i> nothing happened. <i>Crash after:</i> they lie
 *       there and are used by the next change.
 *   <li>the Ed25519 key is put in place, then the ML-DSA-44 key, then the file of those that follow is removed. <i>Crash
 *       between:</i> the Ed25519 key in place is the one that follows, which says that the rest is to be done, and
 *       {@link #open} does it.
 * </ol>
 */
public final class KeyFiles implements KeyPlace {
    static final String ED25519_FILE = "ledger-ed25519.pem";
    static final String ML_DSA_FILE = "ledger-ml-dsa-44.pem";
    static final String NEXT_FILE = "ledger-next.pem";

    private final LedgerStore secrets;
    private final String name;

    public KeyFiles(LedgerStore secrets) {
        this(secrets, "secrets");
    }

    private KeyFiles(LedgerStore secrets, String name) {
        this.secrets = secrets;
        this.name = name;
    }

    /**
     * @param secrets a folder that only the owner may enter
     * @throws LedgerBroken if others may read a key
     */
    public static KeyFiles in(Path secrets) throws IOException {
        for (String file : List.of(ED25519_FILE, ML_DSA_FILE, NEXT_FILE)) {
            OwnersFile.require(secrets.resolve(file));
        }
        return new KeyFiles(LedgerFolder.existing(secrets), secrets.toString());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean isWhole() throws IOException {
        return isThere(ED25519_FILE) && isThere(ML_DSA_FILE);
    }

    @Override
    public KeyGeneration found() throws IOException {
        KeyGeneration now = inPlace();
        KeyGeneration next = next();
        return next != null && isBegun(now, next) ? next : now;
    }

    @Override
    public KeyGeneration open() throws IOException {
        for (SignatureType type : List.of(SignatureType.ED25519, SignatureType.ML_DSA_44)) {
            String file = type == SignatureType.ED25519 ? ED25519_FILE : ML_DSA_FILE;
            if (!isThere(file)) {
                write(file, KeyFile.print(KeyFile.make(type)));
            }
        }
        KeyGeneration now = inPlace();
        KeyGeneration next = next();
        return (next != null && isBegun(now, next) ? putInPlace() : now).proved(name);
    }

    @Override
    public @Nullable KeyGeneration next() throws IOException {
        try {
            return following(text(NEXT_FILE));
        } catch (NoSuchFileException none) {
            return null;
        }
    }

    @Override
    public KeyGeneration prepare(@Nullable String tokenKey) throws IOException {
        if (tokenKey != null) {
            throw new LedgerBroken("the ledger's keys are in files: there is no token that has the key " + tokenKey);
        }
        KeyGeneration known = next();
        if (known != null) {
            return known;
        }
        String text = KeyFile.print(KeyFile.make(SignatureType.ED25519))
                + KeyFile.print(KeyFile.make(SignatureType.ML_DSA_44));
        write(NEXT_FILE, text);
        return following(text);
    }

    @Override
    public KeyGeneration putInPlace() throws IOException {
        String text = text(NEXT_FILE);
        String second = KeyFile.second(text);
        write(ED25519_FILE, text.substring(0, text.length() - second.length()));
        write(ML_DSA_FILE, second);
        secrets.delete(NEXT_FILE);
        return following(text);
    }

    /** Both pairs of those that follow, or of those in force; for moving them to another place. */
    List<KeyPair> pairs(boolean following) throws IOException {
        String first = text(following ? NEXT_FILE : ED25519_FILE);
        String second = following ? KeyFile.second(first) : text(ML_DSA_FILE);
        return List.of(
                KeyFile.parse(first, SignatureType.ED25519, name),
                KeyFile.parse(second, SignatureType.ML_DSA_44, name));
    }

    /** They are somewhere else by now. */
    void remove() throws IOException {
        for (String file : List.of(NEXT_FILE, ML_DSA_FILE, ED25519_FILE)) {
            secrets.delete(file);
        }
    }

    private static boolean isBegun(KeyGeneration inPlace, KeyGeneration next) {
        return Arrays.equals(
                inPlace.ed25519().publicKey().getEncoded(),
                next.ed25519().publicKey().getEncoded());
    }

    private KeyGeneration inPlace() throws IOException {
        return new KeyGeneration(
                key(text(ED25519_FILE), SignatureType.ED25519, ED25519_FILE),
                key(text(ML_DSA_FILE), SignatureType.ML_DSA_44, ML_DSA_FILE));
    }

    private static KeyGeneration following(String text) {
        return new KeyGeneration(
                key(text, SignatureType.ED25519, NEXT_FILE),
                key(KeyFile.second(text), SignatureType.ML_DSA_44, NEXT_FILE));
    }

    private static SigningKey key(String text, SignatureType type, String file) {
        return SigningKey.of(KeyFile.parse(text, type, file), type);
    }

    private boolean isThere(String file) throws IOException {
        try {
            secrets.read(file);
            return true;
        } catch (NoSuchFileException none) {
            return false;
        }
    }

    private String text(String file) throws IOException {
        return new String(secrets.read(file), StandardCharsets.US_ASCII);
    }

    private void write(String file, String text) throws IOException {
        secrets.replace(file, text.getBytes(StandardCharsets.US_ASCII));
    }
}
