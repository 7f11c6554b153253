package io.devicetrail.app.broker;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.CertificateAuthority;
import io.devicetrail.pki.authority.CertificateUse;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;

/**
 * The certificates of the embedded broker and of the platform's own connections to it, made anew at each start, with keys
 * that nobody keeps. The broker looks every few seconds whether its files changed.
 */
public final class BrokerCertificates {
    /** Longer than anybody lets a server run without a start; those that do renew before its end. */
    static final Duration LIFE = Duration.ofDays(397);

    /** Left at the end when they are made anew. */
    static final Duration RENEWAL = Duration.ofDays(60);

    /** Common name of the platform's own certificates. */
    static final String PLATFORM = "platform";

    private static final int PASSWORD_BYTES = 24;

    private final PlatformAuthority authority;
    private final Path folder;
    private final List<String> names;
    private final List<X509Certificate> outside;
    private final Clock clock;
    private final String password;

    /**
     * @param folder that only its owner may enter
     * @param names under which devices reach the broker, beside those of this machine
     * @param outside authorities of others that sign devices' certificates
     */
    public BrokerCertificates(
            PlatformAuthority authority, Path folder, List<String> names, List<X509Certificate> outside, Clock clock) {
        this.authority = authority;
        this.outside = List.copyOf(outside);
        this.folder = folder;
        this.names = List.copyOf(names);
        this.clock = clock;
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        this.password = HexFormat.of().formatHex(random);
        write();
    }

    public Path keystore() {
        return folder.resolve("server.p12");
    }

    /**
     * Holds the root, as a device shows its tenant's authority beside its own certificate, and those of others that sign.
     */
    public Path truststore() {
        return folder.resolve("trusted.p12");
    }

    public String password() {
        return password;
    }

    /** The platform's own certificate with its chain, PEM. */
    public Path platformCertificate() {
        return folder.resolve("platform.crt");
    }

    /** PEM, PKCS #8. */
    public Path platformKey() {
        return folder.resolve("platform.key");
    }

    /** The root, PEM. */
    public Path root() {
        return folder.resolve("root.crt");
    }

    X509Certificate installationAuthority() {
        return authority.of(TenantId.INSTALLATION).certificate();
    }

    /** Asked once a day. */
    public void renewIfDue() {
        try {
            X509Certificate server = (X509Certificate) store(keystore()).getCertificate("server");
            if (!Validity.of(server).notAfter().minus(RENEWAL).isAfter(clock.instant())) {
                write();
            }
        } catch (GeneralSecurityException unreadable) {
            throw new IllegalStateException("what was written here can be read", unreadable);
        }
    }

    void write() {
        try {
            CertificateAuthority ours = authority.of(TenantId.INSTALLATION);
            KeyPair server = PlatformAuthority.newKey();
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(null, null);
            keys.setKeyEntry(
                    "server",
                    server.getPrivate(),
                    password.toCharArray(),
                    chain(ours, issued(ours, server, "broker", CertificateUse.SERVER, serverNames()))
                            .toArray(Certificate[]::new));
            replace(keystore(), keys);
            KeyStore trusted = KeyStore.getInstance("PKCS12");
            trusted.load(null, null);
            trusted.setCertificateEntry("root", authority.root());
            for (X509Certificate another : outside) {
                trusted.setCertificateEntry("outside-" + trusted.size(), another);
            }
            replace(truststore(), trusted);
            KeyPair platform = PlatformAuthority.newKey();
            X509Certificate own = issued(ours, platform, PLATFORM, CertificateUse.CLIENT, List.of());
            replace(platformKey(), Pem.of(platform.getPrivate()).getBytes(StandardCharsets.US_ASCII));
            replace(platformCertificate(), Pem.of(chain(ours, own)).getBytes(StandardCharsets.US_ASCII));
            replace(root(), Pem.of(authority.root()).getBytes(StandardCharsets.US_ASCII));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK writes PKCS #12", impossible);
        } catch (IOException full) {
            throw new UncheckedIOException("The broker's certificates cannot be written to " + folder, full);
        }
    }

    private X509Certificate issued(
            CertificateAuthority by, KeyPair key, String commonName, CertificateUse use, List<GeneralName> names) {
        X500Name subject = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, TenantId.INSTALLATION.value())
                .addRDN(BCStyle.CN, commonName)
                .build();
        Validity validity = PlatformAuthority.from(clock.instant(), LIFE);
        return by.issue(CertificateAuthority.newSerialNumber(), subject, key.getPublic(), use, names, validity, null);
    }

    private static List<X509Certificate> chain(CertificateAuthority by, X509Certificate own) {
        return List.of(own, by.certificate());
    }

    private List<GeneralName> serverNames() {
        Set<String> all = new LinkedHashSet<>(List.of("localhost", "127.0.0.1", "::1"));
        try {
            all.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            // The machine has no name that anybody could use.
        }
        all.addAll(names);
        List<GeneralName> alternatives = new ArrayList<>();
        for (String each : all) {
            boolean address = each.matches("[0-9.]+") || each.contains(":");
            alternatives.add(new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, each));
        }
        return alternatives;
    }

    private KeyStore store(Path file) throws GeneralSecurityException {
        try (var in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, password.toCharArray());
            return store;
        } catch (IOException unreadable) {
            throw new UncheckedIOException("The broker's certificates cannot be read from " + folder, unreadable);
        }
    }

    private void replace(Path file, KeyStore content) throws IOException, GeneralSecurityException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        content.store(bytes, password.toCharArray());
        replace(file, bytes.toByteArray());
    }

    /** As a whole: the broker may read it at any moment. Not forced to disk, as the next start makes others. */
    private void replace(Path file, byte[] content) throws IOException {
        Path fresh = folder.resolve(file.getFileName() + ".new");
        Files.write(fresh, content);
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
