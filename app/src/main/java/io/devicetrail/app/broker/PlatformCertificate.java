package io.devicetrail.app.broker;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/** Knows the platform's own certificates: those that the installation's authority gave to this name. */
record PlatformCertificate(X509Certificate authority) {
    boolean is(X509Certificate shown) {
        try {
            // Which authority signed it is the whole question: the handshake has shown only that it leads to the root.
            shown.verify(authority.getPublicKey());
            return shown.getIssuerX500Principal().equals(authority.getSubjectX500Principal())
                    && BrokerCertificates.PLATFORM.equals(commonName(shown));
        } catch (GeneralSecurityException another) {
            return false;
        }
    }

    private static String commonName(X509Certificate certificate) {
        RDN[] names = X500Name.getInstance(certificate.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.CN);
        return names.length == 1 ? ((ASN1String) names[0].getFirst().getValue()).getString() : "";
    }
}
