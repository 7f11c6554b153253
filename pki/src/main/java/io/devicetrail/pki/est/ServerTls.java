package io.devicetrail.pki.est;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.authority.CertificateAuthority;
import io.devicetrail.pki.authority.CertificateUse;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedKeyManager;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.GeneralName;
import org.jspecify.annotations.Nullable;

/**
 * The server's own certificate, under the installation's authority. The key lives in memory and as long as the process; the
 * certificate is made anew well before its end.
 */
final class ServerTls extends X509ExtendedKeyManager {
    static final Duration LIFE = Duration.ofDays(90);
    /** Before its end, when the next one is made. */
    static final Duration RENEWAL = Duration.ofDays(30);

    private static final String ALIAS = "server";
    private static final List<String> LOCAL = List.of("localhost", "127.0.0.1", "::1");
    private static final Pattern HOST = Pattern.compile("[A-Za-z0-9*]([A-Za-z0-9.-]{0,252})");

    private final PlatformAuthority platform;
    private final Set<String> names;
    private final Clock clock;
    private final KeyPair pair = PlatformAuthority.newKey();
    private List<X509Certificate> chain = List.of();
    private Instant renewAt = Instant.MIN;

    ServerTls(PlatformAuthority platform, CertificateSettings settings, Clock clock) {
        this.platform = platform;
        this.clock = clock;
        this.names = new LinkedHashSet<>(LOCAL);
        try {
            names.add(InetAddress.getLocalHost().getHostName());
        } catch (UnknownHostException nameless) {
            // Then it is reached by its addresses, or by the names that were set.
        }
        names.addAll(settings.serverNames());
    }

    /** @param clients decides which certificates of clients may be shown at all */
    SSLContext context(TrustManager clients) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {this}, new TrustManager[] {clients}, null);
            return context;
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has TLS", impossible);
        }
    }

    /** Its own first, then the installation's authority; the root is in the devices. */
    synchronized X509Certificate[] chain() {
        Instant now = clock.instant();
        if (!now.isBefore(renewAt)) {
            CertificateAuthority authority = platform.of(TenantId.INSTALLATION);
            X509Certificate certificate = authority.issue(
                    CertificateAuthority.newSerialNumber(),
                    new X500NameBuilder(BCStyle.INSTANCE)
                            .addRDN(BCStyle.O, "Devicetrail")
                            .addRDN(BCStyle.CN, "enrolment")
                            .build(),
                    pair.getPublic(),
                    CertificateUse.SERVER,
                    generalNames(),
                    PlatformAuthority.from(now, LIFE),
                    null);
            chain = List.of(certificate, authority.certificate());
            renewAt = Validity.of(certificate).notAfter().minus(RENEWAL);
        }
        return chain.toArray(X509Certificate[]::new);
    }

    private List<GeneralName> generalNames() {
        List<GeneralName> all = new ArrayList<>();
        for (String name : names) {
            try {
                String address = InetAddress.ofLiteral(name).getHostAddress();
                all.add(new GeneralName(GeneralName.iPAddress, address));
            } catch (IllegalArgumentException noAddress) {
                if (HOST.matcher(name).matches()) {
                    all.add(new GeneralName(GeneralName.dNSName, name));
                }
            }
        }
        return all;
    }

    @Override
    public String chooseEngineServerAlias(String type, Principal @Nullable [] issuers, SSLEngine engine) {
        return ALIAS;
    }

    @Override
    public String chooseServerAlias(String type, Principal @Nullable [] issuers, Socket socket) {
        return ALIAS;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return chain();
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return pair.getPrivate();
    }

    @Override
    public String[] getServerAliases(String type, Principal @Nullable [] issuers) {
        return new String[] {ALIAS};
    }

    @Override
    public String[] getClientAliases(String type, Principal @Nullable [] issuers) {
        return new String[0];
    }

    @Override
    public @Nullable String chooseClientAlias(String[] types, Principal @Nullable [] issuers, Socket socket) {
        return null;
    }
}
