package io.devicetrail.audit.ledger;

import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The ledger's name and keys, made at the first start and kept outside the database, in files that only the owner may
 * read. An Ed25519 key, which every verifier knows, and an ML-DSA-44 key, which a quantum computer would not break.
 */
public record LedgerKeys(String origin, List<NoteSigner> signers) {
    /** Beside the keys: the last checkpoint they signed. */
    public static final String SIGNED_FILE = "ledger-signed";

    static final String ORIGIN_FILE = "ledger-origin";
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

    /**
     * @param secrets a folder that only the owner may enter
     * @param wantedOrigin the name to take at the first start; null for one made from the key
     * @throws LedgerBroken if what is there is not usable
     */
    public static LedgerKeys in(Path secrets, @Nullable String wantedOrigin) throws IOException {
        LedgerFolder folder = LedgerFolder.at(secrets);
        KeyPair ed25519 = pair(folder, secrets, SignatureType.ED25519);
        KeyPair mlDsa = pair(folder, secrets, SignatureType.ML_DSA_44);
        String origin = origin(folder, wantedOrigin, ed25519.getPublic());
        return new LedgerKeys(
                origin,
                List.of(
                        signer(origin, SignatureType.ED25519, ed25519),
                        signer(origin, SignatureType.ML_DSA_44, mlDsa)));
    }

    /** The public keys of a home, without making or changing anything. */
    public static List<VerifierKey> verifiersIn(Path secrets) throws IOException {
        for (String name : List.of(ORIGIN_FILE, fileName(SignatureType.ED25519), fileName(SignatureType.ML_DSA_44))) {
            if (!Files.isRegularFile(secrets.resolve(name))) {
                throw new NoSuchFileException(secrets.resolve(name).toString());
            }
        }
        return in(secrets, null).verifiers();
    }

    public List<VerifierKey> verifiers() {
        return signers.stream().map(NoteSigner::verifier).toList();
    }

    static String fileName(SignatureType type) {
        return type == SignatureType.ED25519 ? "ledger-ed25519.pem" : "ledger-ml-dsa-44.pem";
    }

    private static String origin(LedgerFolder folder, @Nullable String wanted, PublicKey key) throws IOException {
        try {
            String origin = new String(folder.read(ORIGIN_FILE), StandardCharsets.UTF_8).strip();
            if (wanted != null && !wanted.equals(origin)) {
                throw new LedgerBroken("this ledger is named " + origin + " for ever; remove devicetrail.ledger.origin="
                        + wanted + ", or start a new home");
            }
            return origin;
        } catch (NoSuchFileException first) {
            byte[] spki = key.getEncoded();
            String made = "ledger.devicetrail.internal/" + HexFormat.of().formatHex(spki, spki.length - 8, spki.length);
            String origin = wanted == null ? made : wanted;
            folder.replace(ORIGIN_FILE, (origin + "\n").getBytes(StandardCharsets.UTF_8));
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

    private static KeyPair pair(LedgerFolder folder, Path secrets, SignatureType type) throws IOException {
        String name = fileName(type);
        try {
            Path file = secrets.resolve(name);
            String pem = new String(folder.read(name), StandardCharsets.US_ASCII);
            if (!OWNER.containsAll(Files.getPosixFilePermissions(file))) {
                throw new LedgerBroken("others may read " + file + ": chmod 600, and ask who did");
            }
            KeyFactory factory = KeyFactory.getInstance(type.algorithm());
            PrivateKey secret = factory.generatePrivate(new PKCS8EncodedKeySpec(block(pem, "PRIVATE KEY")));
            return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(block(pem, "PUBLIC KEY"))), secret);
        } catch (NoSuchFileException first) {
            KeyPair made = make(type);
            String pem = pem("PRIVATE KEY", made.getPrivate().getEncoded())
                    + pem("PUBLIC KEY", made.getPublic().getEncoded());
            folder.replace(name, pem.getBytes(StandardCharsets.US_ASCII));
            return made;
        } catch (GeneralSecurityException e) {
            throw new LedgerBroken("the key in " + name + " is unusable: " + e.getMessage(), e);
        }
    }

    private static KeyPair make(SignatureType type) {
        try {
            return KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + type.algorithm(), e);
        }
    }

    /** RFC 7468. */
    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label + "-----\n";
    }

    private static byte[] block(String pem, String label) {
        Matcher matcher = Pattern.compile(
                        "-----BEGIN " + label + "-----\n(.*?)-----END " + label + "-----", Pattern.DOTALL)
                .matcher(pem);
        if (!matcher.find()) {
            throw new LedgerBroken("a key file without " + label);
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }
}
