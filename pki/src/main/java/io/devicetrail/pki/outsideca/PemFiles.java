package io.devicetrail.pki.outsideca;

import io.devicetrail.pki.outsideca.OutsideAuthoritySettings.Est;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** What we show to the outside authority, and whom we believe that they are it. */
record PemFiles(Est settings) {
    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("EC", "RSA");

    List<X509Certificate> anchors() {
        return certificates("anchors", settings.anchors());
    }

    /** Trusts the pinned authorities alone, not those of Java. */
    SSLContext context() {
        try {
            KeyStore own = empty();
            own.setKeyEntry(
                    "own",
                    key(),
                    new char[0],
                    certificates("certificate", settings.certificate()).toArray(Certificate[]::new));
            KeyStore trusted = empty();
            for (X509Certificate one : certificates("trusted", settings.trusted())) {
                trusted.setCertificateEntry("trusted-" + trusted.size(), one);
            }
            KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
            keys.init(own, new char[0]);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException unusable) {
            throw new IllegalArgumentException(
                    "what devicetrail.certificates.est names cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private PrivateKey key() {
        try {
            Matcher pem = KEY.matcher(Files.readString(settings.key(), StandardCharsets.US_ASCII));
            if (pem.find()) {
                PKCS8EncodedKeySpec encoded =
                        new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
                for (String algorithm : ALGORITHMS) {
                    try {
                        return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
                    } catch (GeneralSecurityException another) {
                        // The next one.
                    }
                }
            }
        } catch (IOException unreadable) {
            throw unusable("key", settings.key(), unreadable);
        }
        throw unusable("key", settings.key(), null);
    }

    private static List<X509Certificate> certificates(String name, Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            List<X509Certificate> all = CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            if (!all.isEmpty()) {
                return all;
            }
        } catch (IOException | GeneralSecurityException unreadable) {
            throw unusable(name, file, unreadable);
        }
        throw unusable(name, file, null);
    }

    private static IllegalArgumentException unusable(
            String name, Path file, @org.jspecify.annotations.Nullable Exception why) {
        return new IllegalArgumentException(
                "devicetrail.certificates.est." + name + ": " + file + " cannot be read, or holds something else", why);
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }
}
