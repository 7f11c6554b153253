package io.devicetrail.pki.authority;

import io.devicetrail.pki.authority.AuthorityStore.Signer;
import java.io.IOException;
import java.math.BigInteger;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AccessDescription;
import org.bouncycastle.asn1.x509.AuthorityInformationAccess;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.CRLDistPoint;
import org.bouncycastle.asn1.x509.DistributionPoint;
import org.bouncycastle.asn1.x509.DistributionPointName;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.jspecify.annotations.Nullable;

/** An authority that signs certificates and lists of revoked ones (RFC 5280). Its key stays in here. */
public final class CertificateAuthority {
    /** Random bits of a serial number; RFC 5280, 4.1.2.2 allows 159. */
    private static final int SERIAL_BITS = 127;

    private static final SecureRandom RANDOM = new SecureRandom();

    private final Signer signer;

    CertificateAuthority(Signer signer) {
        this.signer = signer;
    }

    public X509Certificate certificate() {
        return signer.certificate();
    }

    /** Its own certificate first, the root's last. */
    public List<X509Certificate> chain() {
        return signer.chain();
    }

    /** Serial numbers are never used again: they are random and long. */
    public static BigInteger newSerialNumber() {
        return new BigInteger(SERIAL_BITS, RANDOM).setBit(SERIAL_BITS);
    }

    /**
     * Signs a certificate of an end entity.
     *
     * @param names of a server, or of a device; may be none
     * @param revocation where it can be asked whether the certificate was revoked; null if nowhere
     * @param validity cut to that of the authority
     */
    public X509Certificate issue(
            BigInteger serialNumber,
            X500Name subject,
            PublicKey key,
            CertificateUse use,
            List<GeneralName> names,
            Validity validity,
            @Nullable RevocationPoints revocation) {
        try {
            X509v3CertificateBuilder builder = begun(serialNumber, subject, key, validity);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
            builder.addExtension(Extension.keyUsage, true, use.keyUsage());
            builder.addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(use.purpose()));
            if (!names.isEmpty()) {
                builder.addExtension(
                        Extension.subjectAlternativeName, false, new GeneralNames(names.toArray(GeneralName[]::new)));
            }
            if (revocation != null) {
                builder.addExtension(Extension.cRLDistributionPoints, false, list(revocation));
                builder.addExtension(
                        Extension.authorityInfoAccess,
                        false,
                        new AuthorityInformationAccess(AccessDescription.id_ad_ocsp, uri(revocation.ocsp())));
            }
            return Validity.parsed(builder.build(contentSigner()).getEncoded());
        } catch (IOException unencodable) {
            throw new IllegalStateException("every extension here has an encoding", unencodable);
        }
    }

    /** An authority under this one, which can have none below itself. */
    X509Certificate issueAuthority(X500Name subject, PublicKey key, Validity validity) {
        try {
            X509v3CertificateBuilder builder = begun(newSerialNumber(), subject, key, validity);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            return Validity.parsed(builder.build(contentSigner()).getEncoded());
        } catch (IOException unencodable) {
            throw new IllegalStateException("every extension here has an encoding", unencodable);
        }
    }

    private X509v3CertificateBuilder begun(BigInteger serialNumber, X500Name subject, PublicKey key, Validity validity)
            throws IOException {
        Validity within = validity.until(Validity.of(certificate()).notAfter());
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(key.getEncoded());
        X509v3CertificateBuilder builder =
                new X509v3CertificateBuilder(name(), serialNumber, within.begin(), within.end(), subject, info);
        BcX509ExtensionUtils ids = new BcX509ExtensionUtils();
        builder.addExtension(Extension.subjectKeyIdentifier, false, ids.createSubjectKeyIdentifier(info));
        builder.addExtension(
                Extension.authorityKeyIdentifier,
                false,
                ids.createAuthorityKeyIdentifier(SubjectPublicKeyInfo.getInstance(
                        certificate().getPublicKey().getEncoded())));
        return builder;
    }

    /** As it stands in the certificates that it signs. */
    public X500Name name() {
        return X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
    }

    /** Signs with the authority's key: lists of revoked certificates, and answers about one. */
    public ContentSigner contentSigner() {
        try {
            return signer.signing();
        } catch (OperatorCreationException unusable) {
            throw new AuthorityBroken("the key of " + name() + " does not sign: " + unusable.getMessage(), unusable);
        }
    }

    private static CRLDistPoint list(RevocationPoints revocation) {
        return new CRLDistPoint(new DistributionPoint[] {
            new DistributionPoint(new DistributionPointName(new GeneralNames(uri(revocation.list()))), null, null)
        });
    }

    private static GeneralName uri(String address) {
        return new GeneralName(GeneralName.uniformResourceIdentifier, address);
    }

    /**
     * Where it can be asked whether a certificate was revoked.
     *
     * @param list address of the list: RFC 5280, 4.2.1.13
     * @param ocsp address that answers about one: RFC 6960
     */
    public record RevocationPoints(String list, String ocsp) {}

    @Override
    public String toString() {
        return "CertificateAuthority[" + name() + "]";
    }
}
