package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's name and one generation of its keys: an Ed25519 key, which every verifier knows, and an ML-DSA-44 key,
 * which a quantum computer would not break. {@link LedgerKeyring} says which generation is in force.
 */
public record LedgerKeys(String origin, List<NoteSigner> signers) {
    /** Beside the keys: the last checkpoint they signed. */
    public static final String SIGNED_FILE = "ledger-signed";

    static final String ORIGIN_FILE = "ledger-origin";

    /** Of an Ed25519 and an ML-DSA-44 pair. */
    static LedgerKeys of(String origin, KeyPair ed25519, KeyPair mlDsa) {
        return new LedgerKeys(
                origin,
                List.of(
                        signer(origin, SignatureType.ED25519, ed25519),
                        signer(origin, SignatureType.ML_DSA_44, mlDsa)));
    }

    /**
     * Those that lie in the secrets, made now if there are none.
     *
     * @throws LedgerBroken if what is there is not usable
     */
    static LedgerKeys from(LedgerStore secrets, @Nullable String wantedOrigin) throws IOException {
        KeyPair ed25519 = pair(secrets, SignatureType.ED25519);
        KeyPair mlDsa = pair(secrets, SignatureType.ML_DSA_44);
        return of(origin(secrets, wantedOrigin, ed25519.getPublic()), ed25519, mlDsa);
    }

    public List<VerifierKey> verifiers() {
        return signers.stream().map(NoteSigner::verifier).toList();
    }

    static String fileName(SignatureType type) {
        return type == SignatureType.ED25519 ? "ledger-ed25519.pem" : "ledger-ml-dsa-44.pem";
    }

    private static String origin(LedgerStore secrets, @Nullable String wanted, PublicKey key) throws IOException {
        try {
            String origin = new String(secrets.read(ORIGIN_FILE), StandardCharsets.UTF_8).strip();
            if (wanted != null && !wanted.equals(origin)) {
                throw new LedgerBroken("this ledger is named " + origin + " for ever; remove devicetrail.ledger.origin="
                        + wanted + ", or start a new home");
            }
            return origin;
        } catch (NoSuchFileException first) {
            byte[] spki = key.getEncoded();
            String made = "ledger.devicetrail.internal/" + HexFormat.of().formatHex(spki, spki.length - 8, spki.length);
            String origin = wanted == null ? made : wanted;
            secrets.replace(ORIGIN_FILE, (origin + "\n").getBytes(StandardCharsets.UTF_8));
            return origin;
        }
    }

    private static NoteSigner signer(String origin, SignatureType type, KeyPair pair) {
        try {
            return new NoteSigner(VerifierKey.of(origin, type, pair.getPublic()), pair.getPrivate());
        } catch (NotVerified e) {
            throw new LedgerBroken(
                    "the key in " + fileName(type) + " or the ledger's name is unusable: " + e.getMessage(), e);
        }
    }

    private static KeyPair pair(LedgerStore secrets, SignatureType type) throws IOException {
        String name = fileName(type);
        try {
            return KeyFile.parse(new String(secrets.read(name), StandardCharsets.US_ASCII), type, name);
        } catch (NoSuchFileException first) {
            KeyPair made = KeyFile.make(type);
            secrets.replace(name, KeyFile.print(made).getBytes(StandardCharsets.US_ASCII));
            return made;
        }
    }
}
