package io.devicetrail.pki.authority;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.util.HexFormat;

/** SHA-256 in 64 lower-case hexadecimal digits, by which certificates and keys are named. */
public final class Fingerprint {
    private Fingerprint() {}

    /** Of its DER bytes. */
    public static String of(X509Certificate certificate) {
        try {
            return of(certificate.getEncoded());
        } catch (GeneralSecurityException damaged) {
            throw new IllegalArgumentException("a certificate that was read can be written", damaged);
        }
    }

    /** Of its SubjectPublicKeyInfo. */
    public static String of(PublicKey key) {
        return of(key.getEncoded());
    }

    public static String of(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
