package io.devicetrail.audit.timestamp;

import io.devicetrail.audit.ledger.tree.NotVerified;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bouncycastle.tsp.TimeStampToken;

/** The only place with java.util.Date, which the interfaces for certificates and time-stamps insist on. */
final class CertificatePath {
    private CertificatePath() {}

    static Instant timeOf(TimeStampToken token) {
        return token.getTimeStampInfo().getGenTime().toInstant();
    }

    /**
     * RFC 5280, section 6, at the time of the stamp. Revocation is not asked for: an answer would be one of today.
     *
     * @throws NotVerified if no path leads from the certificate to a trusted one
     */
    static void require(
            X509Certificate certificate, List<X509Certificate> between, List<X509Certificate> trusted, Instant time) {
        if (trusted.contains(certificate)) {
            return;
        }
        try {
            X509CertSelector target = new X509CertSelector();
            target.setCertificate(certificate);
            Set<TrustAnchor> anchors =
                    trusted.stream().map(one -> new TrustAnchor(one, null)).collect(Collectors.toSet());
            PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
            parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(between)));
            parameters.setDate(Date.from(time));
            parameters.setRevocationEnabled(false);
            CertPathBuilder.getInstance("PKIX").build(parameters);
        } catch (GeneralSecurityException e) {
            throw new NotVerified("no trusted authority vouches for who signed the time-stamp: " + e.getMessage(), e);
        }
    }
}
