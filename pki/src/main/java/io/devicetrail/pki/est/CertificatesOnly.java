package io.devicetrail.pki.est;

import java.io.IOException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import org.bouncycastle.asn1.ASN1EncodableVector;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.DERSet;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.jcajce.JcaCertStore;
import org.bouncycastle.cms.CMSAbsentContent;
import org.bouncycastle.cms.CMSException;
import org.bouncycastle.cms.CMSSignedDataGenerator;

/** The bodies of answers, as Base64 of their DER bytes: RFC 7030, 4.1.3, 4.2.3 and 4.5.2. */
final class CertificatesOnly {
    private CertificatesOnly() {}

    /** A signed message (RFC 5652) of nothing, signed by nobody, that carries certificates. */
    static byte[] of(List<X509Certificate> certificates) {
        try {
            CMSSignedDataGenerator message = new CMSSignedDataGenerator();
            message.addCertificates(new JcaCertStore(certificates));
            return Base64.getMimeEncoder()
                    .encode(message.generate(new CMSAbsentContent()).getEncoded());
        } catch (CMSException | CertificateEncodingException | IOException impossible) {
            throw new IllegalStateException("certificates that were read can be written", impossible);
        }
    }

    /** What a request is best made with: a key on P-256, signed with SHA-256. */
    static byte[] attributes() {
        ASN1EncodableVector key = new ASN1EncodableVector();
        key.add(X9ObjectIdentifiers.id_ecPublicKey);
        key.add(new DERSet(SECObjectIdentifiers.secp256r1));
        ASN1EncodableVector attributes = new ASN1EncodableVector();
        attributes.add(new DERSequence(key));
        attributes.add(X9ObjectIdentifiers.ecdsa_with_SHA256);
        try {
            return Base64.getMimeEncoder().encode(new DERSequence(attributes).getEncoded());
        } catch (IOException impossible) {
            throw new IllegalStateException("names of algorithms have an encoding", impossible);
        }
    }
}
