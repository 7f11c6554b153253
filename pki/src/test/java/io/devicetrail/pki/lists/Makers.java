package io.devicetrail.pki.lists;

import io.devicetrail.pki.authority.Validity;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedDataGenerator;
import org.bouncycastle.cms.jcajce.JcaSignerInfoGeneratorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

/** What makers have and do. */
final class Makers {
    private Makers() {}

    static KeyPair key(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    /** Self-signed. */
    static X509Certificate certificate(String name, KeyPair key, Instant notBefore, Duration life, int... use) {
        try {
            X500Name subject = new X500Name(name);
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    subject,
                    BigInteger.valueOf(4711),
                    Validity.time(notBefore),
                    Validity.time(notBefore.plus(life)),
                    subject,
                    SubjectPublicKeyInfo.getInstance(key.getPublic().getEncoded()));
            if (use.length > 0) {
                builder.addExtension(Extension.keyUsage, true, new KeyUsage(use[0]));
            }
            return new JcaX509CertificateConverter()
                    .getCertificate(builder.build(new JcaContentSignerBuilder(algorithm(key)).build(key.getPrivate())));
        } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    static byte[] signed(byte[] content, KeyPair key, X509Certificate certificate, boolean carrying) {
        return signed(algorithm(key), content, key, certificate, carrying);
    }

    static byte[] signedWith(String algorithm, byte[] content, KeyPair key, X509Certificate certificate) {
        return signed(algorithm, content, key, certificate, false);
    }

    static byte[] signedByNobody() {
        try {
            return new CMSSignedDataGenerator().generate(new CMSAbsentContent()).getEncoded();
        } catch (CMSException | IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] signed(
            String algorithm, byte[] content, KeyPair key, X509Certificate certificate, boolean carrying) {
        try {
            CMSSignedDataGenerator generator = new CMSSignedDataGenerator();
            generator.addSignerInfoGenerator(
                    new JcaSignerInfoGeneratorBuilder(new JcaDigestCalculatorProviderBuilder().build())
                            .build(new JcaContentSignerBuilder(algorithm).build(key.getPrivate()), certificate));
            generator.addCertificates(new JcaCertStore(List.of(certificate)));
            return generator
                    .generate(new CMSProcessableByteArray(content), carrying)
                    .getEncoded();
        } catch (CMSException | IOException | GeneralSecurityException | OperatorCreationException e) {
            throw new AssertionError(e);
        }
    }

    private static String algorithm(KeyPair key) {
        return key.getPrivate().getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA";
    }
}
