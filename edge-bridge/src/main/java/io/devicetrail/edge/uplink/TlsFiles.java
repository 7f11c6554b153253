package io.devicetrail.edge.uplink;

import java.io.ByteArrayInputStream;
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
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * PEM files (RFC 7468), read at each connect, so that a certificate can be renewed under way.
 *
 * @param trusted authorities that the broker's certificate may lead to; without it those that Java trusts
 * @param certificate that the bridge shows, with its chain: the gateway's, or a device's own
 * @param key of the certificate, PKCS #8
 */
public record TlsFiles(
        @Nullable Path trusted,
        @Nullable Path certificate,
        @Nullable Path key) {
    static final TlsFiles NONE = new TlsFiles(null, null, null);

    private static final Pattern KEY =
            Pattern.compile("-----BEGIN PRIVATE KEY-----(.*?)-----END PRIVATE KEY-----", Pattern.DOTALL);
    private static final List<String> ALGORITHMS = List.of("EC", "RSA", "EdDSA");

    /** @throws IOException if a file is missing or holds something else; the message names it */
    SSLSocketFactory sockets() throws IOException {
        try {
            KeyManagerFactory own = KeyManagerFactory.getInstance("PKIX");
            own.init(identity(), new char[0]);
            TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
            trust.init(anchors());
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
            return context.getSocketFactory();
        } catch (GeneralSecurityException unusable) {
            throw new IOException("the certificates cannot be used: " + unusable.getMessage(), unusable);
        }
    }

    private KeyStore identity() throws IOException, GeneralSecurityException {
        KeyStore store = empty();
        if (certificate != null && key != null) {
            store.setKeyEntry(
                    "own",
                    privateKey(key),
                    new char[0],
                    certificates(certificate).toArray(Certificate[]::new));
        }
        return store;
    }

    /** Null stands for those that Java trusts. */
    private @Nullable KeyStore anchors() throws IOException, GeneralSecurityException {
        if (trusted == null) {
            return null;
        }
        KeyStore store = empty();
        int number = 0;
        for (Certificate each : certificates(trusted)) {
            store.setCertificateEntry("trusted-" + number++, each);
        }
        return store;
    }

    private static KeyStore empty() throws IOException, GeneralSecurityException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    private static Collection<? extends Certificate> certificates(Path file)
            throws IOException, GeneralSecurityException {
        try (InputStream in = new ByteArrayInputStream(Files.readAllBytes(file))) {
            Collection<? extends Certificate> all =
                    CertificateFactory.getInstance("X.509").generateCertificates(in);
            if (all.isEmpty()) {
                throw new IOException(file + " holds no certificate");
            }
            return all;
        }
    }

    private static PrivateKey privateKey(Path file) throws IOException, GeneralSecurityException {
        Matcher pem = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
        if (!pem.find()) {
            throw new IOException(file + " holds no key in the form BEGIN PRIVATE KEY (PKCS #8)");
        }
        PKCS8EncodedKeySpec encoded =
                new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem.group(1)));
        for (String algorithm : ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(encoded);
            } catch (InvalidKeySpecException another) {
                continue;
            }
        }
        throw new IOException(file + " holds a key of none of the kinds " + ALGORITHMS);
    }
}
