package io.devicetrail.pki.authority;

import io.devicetrail.domain.enrolment.Fingerprint;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;

/** By which a certificate is named on record. */
public final class CertificateFingerprint {
    private CertificateFingerprint() {}

    /** Of its DER bytes. */
    public static String of(X509Certificate certificate) {
        try {
            return Fingerprint.of(certificate.getEncoded());
        } catch (CertificateEncodingException damaged) {
            throw new IllegalArgumentException("a certificate that was read can be written", damaged);
        }
    }
}
