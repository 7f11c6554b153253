package io.devicetrail.app.demo;

import io.devicetrail.pki.authority.CertificateFingerprint;
import io.devicetrail.pki.authority.Pem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * What a device has in its secure memory: its key and certificate, and the root that it trusts.
 *
 * @param chain its own certificate first, its tenant's authority behind it
 */
record DemoIdentity(String device, KeyPair key, List<X509Certificate> chain, X509Certificate root) {
    private static final char[] NO_PASSWORD = new char[0];

    String fingerprint() {
        return CertificateFingerprint.of(chain.getFirst());
    }

    SSLContext tls() {
        try {
            KeyStore own = empty();
            own.setKeyEntry("own", key.getPrivate(), NO_PASSWORD, chain.toArray(Certificate[]::new));
            return tls(own, root);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new DemoFailure("a certificate cannot be used", impossible);
        }
    }

    /** For a device that has no certificate yet. */
    static SSLContext tls(X509Certificate root) {
        try {
            return tls(null, root);
        } catch (GeneralSecurityException | IOException impossible) {
            throw new DemoFailure("the root cannot be used", impossible);
        }
    }

    private static SSLContext tls(@Nullable KeyStore own, X509Certificate root)
            throws GeneralSecurityException, IOException {
        KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(own == null ? empty() : own, NO_PASSWORD);
        KeyStore trusted = empty();
        trusted.setCertificateEntry("root", root);
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }

    private static KeyStore empty() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** As files for a program that reads PEM: {@code device.crt}, {@code device.key}, {@code root.crt}. */
    Pems write(Path folder) {
        try {
            Files.createDirectories(folder);
            Pems files =
                    new Pems(folder.resolve("device.crt"), folder.resolve("device.key"), folder.resolve("root.crt"));
            Files.writeString(files.certificate(), Pem.of(chain));
            Files.deleteIfExists(files.key());
            Files.createFile(
                    files.key(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(files.key(), Pem.of(key.getPrivate()));
            Files.writeString(files.root(), Pem.of(root));
            return files;
        } catch (IOException full) {
            throw new UncheckedIOException(full);
        }
    }

    /** Where the three are. */
    record Pems(Path certificate, Path key, Path root) {}
}
