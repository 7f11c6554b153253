package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.keys.KeyGeneration;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.SigningKey;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.PublicKey;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's name and one generation of its keys: an Ed25519 key, which every verifier knows, and an ML-DSA-44 key,
 * which a quantum computer would not break. {@link LedgerKeyring} says which generation is in force.
 */
public record LedgerKeys(String origin, List<NoteSigner> signers) {
    /** Beside the ledger's name: the last checkpoint that its keys signed. */
    public static final String SIGNED_FILE = "ledger-signed";

    static final String ORIGIN_FILE = "ledger-origin";

    /** @throws LedgerBroken if a key is of another kind, or the name is unusable */
    static LedgerKeys of(String origin, KeyGeneration keys) {
        return new LedgerKeys(
                origin,
                List.of(
                        signer(origin, SignatureType.ED25519, keys.ed25519()),
                        signer(origin, SignatureType.ML_DSA_44, keys.mlDsa())));
    }

    /** The same with the name that lies in the secrets, taken now if there is none. */
    static LedgerKeys of(LedgerStore secrets, @Nullable String wantedOrigin, KeyGeneration keys) throws IOException {
        return of(origin(secrets, wantedOrigin, keys.ed25519().publicKey()), keys);
    }

    public List<VerifierKey> verifiers() {
        return signers.stream().map(NoteSigner::verifier).toList();
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

    private static NoteSigner signer(String origin, SignatureType type, SigningKey key) {
        try {
            return new NoteSigner(VerifierKey.of(origin, type, key.publicKey()), key);
        } catch (NotVerified e) {
            throw new LedgerBroken(
                    "the ledger's key for " + type.algorithm() + " or its name is unusable: " + e.getMessage(), e);
        }
    }
}
