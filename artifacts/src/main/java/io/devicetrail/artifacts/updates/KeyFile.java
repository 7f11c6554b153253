package io.devicetrail.artifacts.updates;

import io.devicetrail.update.metadata.repository.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** An Ed25519 key as text: PKCS #8 and SubjectPublicKeyInfo in PEM (RFC 7468), as the ledger's are. */
final class KeyFile {
    private static final String ED25519 = "Ed25519";
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";
    private static final int LINE = 64;
    private static final Set<PosixFilePermission> OWNER =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final byte[] PROOF = "proof".getBytes(StandardCharsets.US_ASCII);

    private KeyFile() {}

    static String make() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance(ED25519).generateKeyPair();
            return pem(PRIVATE, pair.getPrivate().getEncoded())
                    + pem(PUBLIC, pair.getPublic().getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no Ed25519", e);
        }
    }

    /** @throws UnusableKey if others may read it, or it holds no pair of keys that belong together */
    static SigningKey read(Path file) throws IOException, UnusableKey {
        if (isOpenToOthers(file)) {
            throw new UnusableKey("others may read " + file + ": chmod 600, and ask who did");
        }
        String text = Files.readString(file, StandardCharsets.ISO_8859_1);
        try {
            KeyFactory factory = KeyFactory.getInstance(ED25519);
            KeyPair pair = new KeyPair(
                    factory.generatePublic(new X509EncodedKeySpec(block(text, PUBLIC))),
                    factory.generatePrivate(new PKCS8EncodedKeySpec(block(text, PRIVATE))));
            SigningKey key = SigningKey.of(pair);
            Signature check = Signature.getInstance(ED25519);
            check.initVerify(pair.getPublic());
            check.update(PROOF);
            if (!check.verify(key.sign(PROOF))) {
                throw new UnusableKey("the two keys in " + file + " do not belong together");
            }
            return key;
        } catch (GeneralSecurityException | IllegalArgumentException unreadable) {
            throw new UnusableKey(file + " holds no Ed25519 key: it needs the blocks " + PRIVATE + " and " + PUBLIC
                    + ", as docs/updates.md makes them");
        }
    }

    private static boolean isOpenToOthers(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                && !OWNER.containsAll(Files.getPosixFilePermissions(file));
    }

    private static String pem(String label, byte[] der) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(LINE, new byte[] {'\n'}).encodeToString(der) + "\n-----END " + label
                + "-----\n";
    }

    private static byte[] block(String pem, String label) {
        Matcher matcher = Pattern.compile(
                        "-----BEGIN " + label + "-----\\s+(.*?)-----END " + label + "-----", Pattern.DOTALL)
                .matcher(pem);
        if (!matcher.find()) {
            throw new IllegalArgumentException("no " + label);
        }
        return Base64.getMimeDecoder().decode(matcher.group(1));
    }
}
