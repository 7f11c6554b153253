package io.devicetrail.app.embedded;

import io.devicetrail.pki.authority.CertificateAuthority;
import io.devicetrail.pki.authority.CertificateFingerprint;
import io.devicetrail.pki.authority.CertificateUse;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;

/** A key with its certificate, and sockets that show it. */
record CertifiedClient(KeyPair key, List<X509Certificate> chain, X509Certificate root) {
    static CertifiedClient of(
            CertificateAuthority authority,
            X509Certificate root,
            String subject,
            CertificateUse use,
            Validity validity) {
        KeyPair key = PlatformAuthority.newKey();
        X509Certificate own = authority.issue(
                CertificateAuthority.newSerialNumber(),
                new X500Name(subject),
                key.getPublic(),
                use,
                List.of(),
                validity,
                null);
        return new CertifiedClient(key, List.of(own, authority.certificate()), root);
    }

    String fingerprint() {
        return CertificateFingerprint.of(chain.get(0));
    }

    SSLSocketFactory sockets() {
        try {
            KeyStore own = KeyStore.getInstance("PKCS12");
            own.load(null, null);
            own.setKeyEntry("own", key.getPrivate(), new char[0], chain.toArray(Certificate[]::new));
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, new char[0]);
            return sockets(root, keys.getKeyManagers());
        } catch (GeneralSecurityException | java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Sockets that trust the root and show no certificate. */
    static SSLSocketFactory sockets(X509Certificate root, KeyManager... keys) {
        try {
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("root", root);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys, trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException | java.io.IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
