package io.devicetrail.pki.est;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x500.style.IETFUtils;
import org.jspecify.annotations.Nullable;

/**
 * Which certificates a client may show: those that an authority of a tenant signed. That one is over or was revoked is told
 * by an answer, not by a broken connection; it is asked in the log's projection, by the fingerprint, at each request.
 */
final class ShownCertificates extends X509ExtendedTrustManager {
    private static final X509Certificate[] ANY = {};

    private final PlatformAuthority platform;

    ShownCertificates(PlatformAuthority platform) {
        this.platform = platform;
    }

    private void check(X509Certificate @Nullable [] chain) throws CertificateException {
        if (chain == null || chain.length == 0) {
            throw new CertificateException("no certificate was shown");
        }
        X509Certificate shown = chain[0];
        PublicKey signer = authority(shown)
                .orElseThrow(() -> new CertificateException("no authority of this installation signed it"));
        try {
            shown.verify(signer);
        } catch (GeneralSecurityException | RuntimeException forged) {
            throw new CertificateException("no authority of this installation signed it", forged);
        }
    }

    private Optional<PublicKey> authority(X509Certificate shown) {
        RDN[] organisations = X500Name.getInstance(
                        shown.getSubjectX500Principal().getEncoded())
                .getRDNs(BCStyle.O);
        if (organisations.length != 1) {
            return Optional.empty();
        }
        try {
            TenantId tenant = TenantId.of(
                    IETFUtils.valueToString(organisations[0].getFirst().getValue()));
            return platform.known(tenant)
                    .map(authority -> authority.certificate().getPublicKey());
        } catch (RuntimeException noTenant) {
            return Optional.empty();
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        throw new CertificateException("only for clients");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        throw new CertificateException("only for clients");
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        throw new CertificateException("only for clients");
    }

    /** None is named: clients then show what they have. */
    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return ANY.clone();
    }
}
