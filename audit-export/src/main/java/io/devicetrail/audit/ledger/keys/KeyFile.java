package io.devicetrail.audit.ledger.keys;

import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.note.SignatureType;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A key pair as text: PKCS #8 and SubjectPublicKeyInfo in PEM (RFC 7468), the private key first. */
final class KeyFile {
    private static final String PRIVATE = "PRIVATE KEY";
    private static final String PUBLIC = "PUBLIC KEY";

    private KeyFile() {}

    static KeyPair make(SignatureType type) {
        try {
            return KeyPairGenerator.getInstance(type.algorithm()).generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java has no " + type.algorithm(), e);
        }
    }

    static String print(KeyPair pair) {
        return pem(PRIVATE, pair.getPrivate().getEncoded())
                + pem(PUBLIC, pair.getPublic().getEncoded());
    }

    /** @throws LedgerBroken if the text holds no such pair */
    static KeyPair parse(String text, SignatureType type, String name) {
        try {
            KeyFactory factory = KeyFactory.getInstance(type.algorithm());
            PrivateKey secret = factory.generatePrivate(new PKCS8EncodedKeySpec(block(text, PRIVATE)));
            return new KeyPair(factory.generatePublic(new X509EncodedKeySpec(block(text, PUBLIC))), secret);
        } catch (GeneralSecurityException e) {
            throw new LedgerBroken("the key in " + name + " is unusable: " + e.getMessage(), e);
        }
    }

    /** What follows the first pair in a file of two. */
    static String second(String text) {
        int begin = text.indexOf("-----BEGIN " + PRIVATE, 1);
        return begin < 0 ? "" : text.substring(begin);
    }

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
