package io.devicetrail.pki.outsideca;

import io.devicetrail.pki.authority.Validity;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What another's authority may sign for a device, and nothing else is taken of it.
 *
 * @param anchors that it has to lead to
 * @param longestLife from now on
 */
record CertificateCheck(List<X509Certificate> anchors, Duration longestLife, Clock clock) {
    /** Clocks differ: so much longer than that it may live, and so much later begin. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    /** Before now, which authorities write for clocks that lag; one that began earlier was not made for this request. */
    static final Duration EARLIEST = Duration.ofHours(1);

    private static final int NO_AUTHORITY = -1;
    private static final String CLIENTS = "1.3.6.1.5.5.7.3.2";

    /**
     * What is wrong with it; null if nothing is.
     *
     * @param all that came with it, to find the way to an anchor
     */
    @Nullable String objectionTo(X509Certificate own, Collection<X509Certificate> all, ExpectedNames names) {
        if (!names.areThoseOf(own)) {
            return "it says other names than " + names;
        }
        if (own.getBasicConstraints() != NO_AUTHORITY) {
            return "it is one of an authority";
        }
        Instant now = clock.instant();
        Validity validity = Validity.of(own);
        if (validity.notAfter().isAfter(now.plus(longestLife).plus(TOLERANCE))) {
            return "it ends at " + validity.notAfter() + ", after more than devicetrail.certificates.device-life";
        }
        if (validity.notBefore().isBefore(now.minus(EARLIEST))) {
            return "it began at " + validity.notBefore() + ", more than " + EARLIEST + " ago";
        }
        if (validity.notBefore().isAfter(now.plus(TOLERANCE))
                || !validity.notAfter().isAfter(now)) {
            return "it is not valid now";
        }
        try {
            List<String> uses = own.getExtendedKeyUsage();
            if (uses != null && !uses.contains(CLIENTS)) {
                return "it is not for clients";
            }
            requirePath(own, all);
            return null;
        } catch (GeneralSecurityException e) {
            return "it leads to none of devicetrail.certificates.est.anchors: " + e.getMessage();
        }
    }

    private void requirePath(X509Certificate own, Collection<X509Certificate> all) throws GeneralSecurityException {
        X509CertSelector target = new X509CertSelector();
        target.setCertificate(own);
        Set<TrustAnchor> trusted =
                anchors.stream().map(one -> new TrustAnchor(one, null)).collect(Collectors.toSet());
        PKIXBuilderParameters path = new PKIXBuilderParameters(trusted, target);
        path.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
        // Their list of revoked ones is theirs; ours decides here, and this one was made a moment ago.
        path.setRevocationEnabled(false);
        CertPathBuilder.getInstance("PKIX").build(path);
    }
}
