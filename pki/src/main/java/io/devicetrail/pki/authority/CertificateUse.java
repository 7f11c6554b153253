package io.devicetrail.pki.authority;

import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/** What a certificate may be used for: RFC 5280, 4.2.1.3 and 4.2.1.12. */
public enum CertificateUse {
    /** A device, or the platform itself, that shows who it is to a server. */
    CLIENT(KeyUsage.digitalSignature, KeyPurposeId.id_kp_clientAuth),
    /** A server of the platform. */
    SERVER(KeyUsage.digitalSignature, KeyPurposeId.id_kp_serverAuth),
    /** Signs answers about revocation: RFC 6960, 4.2.2.2. */
    OCSP(KeyUsage.digitalSignature, KeyPurposeId.id_kp_OCSPSigning);

    private final int keyUsage;
    private final KeyPurposeId purpose;

    CertificateUse(int keyUsage, KeyPurposeId purpose) {
        this.keyUsage = keyUsage;
        this.purpose = purpose;
    }

    KeyUsage keyUsage() {
        return new KeyUsage(keyUsage);
    }

    KeyPurposeId purpose() {
        return purpose;
    }
}
