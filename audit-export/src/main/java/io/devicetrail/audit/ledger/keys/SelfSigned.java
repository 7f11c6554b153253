package io.devicetrail.audit.ledger.keys;

import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.SigningKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1GeneralizedTime;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.Time;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.operator.ContentSigner;
import org.jspecify.annotations.Nullable;

/**
 * A certificate of a key by itself, because PKCS #12 keeps public keys in no other form. Nobody looks at anything but
 * the key in it and its name: it is valid from 2000 on, for ever (RFC 5280, 4.1.2.5).
 */
final class SelfSigned {
    private static final int SERIAL_BITS = 64;
    private static final String BEGIN = "20000101000000Z";
    private static final String NEVER = "99991231235959Z";

    private SelfSigned() {}

    /** @param commonName who that is; for a key in a token its label */
    static X509Certificate of(SigningKey key, SignatureType type, String commonName) throws GeneralSecurityException {
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.CN, commonName)
                .build();
        Signing signing = new Signing(key, type);
        byte[] certificate;
        try {
            certificate = new X509v3CertificateBuilder(
                            name,
                            new BigInteger(SERIAL_BITS, new SecureRandom()).setBit(SERIAL_BITS - 1),
                            new Time(new ASN1GeneralizedTime(BEGIN)),
                            new Time(new ASN1GeneralizedTime(NEVER)),
                            name,
                            SubjectPublicKeyInfo.getInstance(key.publicKey().getEncoded()))
                    .build(signing)
                    .getEncoded();
        } catch (IOException e) {
            throw new GeneralSecurityException("a certificate cannot be written", e);
        }
        if (signing.failure != null) {
            throw signing.failure;
        }
        return (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(certificate));
    }

    static String commonName(X509Certificate certificate) {
        RDN[] names = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        return names.length == 0 ? "" : ((ASN1String) names[0].getFirst().getValue()).getString();
    }

    /** The library's signer has no way to fail: what went wrong waits until the certificate is asked for. */
    private static final class Signing implements ContentSigner {
        private final SigningKey key;
        private final SignatureType type;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private @Nullable GeneralSecurityException failure;

        private Signing(SigningKey key, SignatureType type) {
            this.key = key;
            this.type = type;
        }

        @Override
        public AlgorithmIdentifier getAlgorithmIdentifier() {
            return new AlgorithmIdentifier(new ASN1ObjectIdentifier(
                    type == SignatureType.ED25519 ? "1.3.101.112" : "2.16.840.1.101.3.4.3.17"));
        }

        @Override
        public OutputStream getOutputStream() {
            return content;
        }

        @Override
        public byte[] getSignature() {
            try {
                return key.sign(content.toByteArray());
            } catch (GeneralSecurityException e) {
                failure = e;
                return new byte[0];
            }
        }
    }
}
