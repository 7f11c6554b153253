package io.devicetrail.pki.authority;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.AuthorityStore.Signer;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.OperatorCreationException;

/**
 * The root of this installation and the authorities under it. The root signs authorities alone; each tenant has one of its
 * own, so that a certificate of one tenant says nothing to another.
 */
public final class PlatformAuthority {
    static final Duration ROOT_LIFE = Duration.ofDays(20 * 365);
    static final Duration AUTHORITY_LIFE = Duration.ofDays(10 * 365);

    /** A device's clock may lag behind the server's by this much. */
    public static final Duration EARLIER = Duration.ofMinutes(5);

    private static final String ROOT = "root";
    private static final String TENANT = "tenant-";
    static final String CURVE = "secp256r1";
    private static final int SUFFIX_BYTES = 4;

    private final AuthorityStore store;
    private final Clock clock;
    private final CertificateAuthority root;
    /** Taking a key out of the store costs thousands of rounds of its password's hash: once for each tenant. */
    private final Map<TenantId, CertificateAuthority> opened = new HashMap<>();

    private PlatformAuthority(AuthorityStore store, Clock clock, CertificateAuthority root) {
        this.store = store;
        this.clock = clock;
        this.root = root;
    }

    /** With a new root if the store has none. */
    public static PlatformAuthority open(AuthorityStore store, Clock clock) {
        Signer root = store.find(ROOT).orElseGet(() -> {
            store.put(ROOT, newRoot(store, clock.instant()));
            return store.find(ROOT).orElseThrow(() -> new AuthorityBroken("the root was not kept"));
        });
        return new PlatformAuthority(store, clock, new CertificateAuthority(root));
    }

    /** The one certificate that a device has to trust. */
    public X509Certificate root() {
        return root.certificate();
    }

    /** The tenant's authority, made when it is first asked for. {@link TenantId#INSTALLATION} is that of our servers. */
    public synchronized CertificateAuthority of(TenantId tenant) {
        return known(tenant).orElseGet(() -> {
            KeyPair pair = store.newKey();
            X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                    .addRDN(BCStyle.O, tenant.value())
                    .addRDN(BCStyle.CN, "Devicetrail " + tenant.value() + " CA " + suffix())
                    .build();
            X509Certificate certificate =
                    root.issueAuthority(name, pair.getPublic(), from(clock.instant(), AUTHORITY_LIFE));
            store.put(
                    TENANT + tenant.value(),
                    new Signer(pair.getPrivate(), List.of(certificate, root.certificate()), store));
            return known(tenant).orElseThrow(() -> new AuthorityBroken("the authority of " + tenant + " was not kept"));
        });
    }

    /** Whether there is one; its key is not taken out for that. */
    public boolean has(TenantId tenant) {
        return store.has(TENANT + tenant.value());
    }

    /** Empty if nothing was ever issued by it. */
    public synchronized Optional<CertificateAuthority> known(TenantId tenant) {
        CertificateAuthority open = opened.get(tenant);
        if (open != null) {
            return Optional.of(open);
        }
        Optional<CertificateAuthority> found =
                store.find(TENANT + tenant.value()).map(CertificateAuthority::new);
        found.ifPresent(authority -> opened.put(tenant, authority));
        return found;
    }

    /**
     * Whether an authority of the tenant's, of whichever of our key stores, has this name; so that it can be said of a
     * certificate when the store is gone. Another installation of Devicetrail has authorities of such names, too.
     */
    public static boolean isNameOf(TenantId tenant, X500Principal issuer) {
        String begin = "CN=Devicetrail " + tenant.value() + " CA ";
        String end = ",O=" + tenant.value();
        String name = issuer.getName();
        return name.startsWith(begin)
                && name.endsWith(end)
                && name.length() == begin.length() + 2 * SUFFIX_BYTES + end.length();
    }

    /** From a little before now on, as clocks differ. */
    public static Validity from(Instant now, Duration life) {
        return new Validity(now.minus(EARLIER), now.plus(life));
    }

    /** A key for what this installation itself has a certificate for. */
    public static KeyPair newKey() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec(CURVE));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + CURVE, impossible);
        }
    }

    private static Signer newRoot(AuthorityStore store, Instant now) {
        KeyPair pair = store.newKey();
        X500Name name = new X500NameBuilder(BCStyle.INSTANCE)
                .addRDN(BCStyle.O, "Devicetrail")
                .addRDN(BCStyle.CN, "Devicetrail root " + suffix())
                .build();
        Validity validity = from(now, ROOT_LIFE);
        SubjectPublicKeyInfo info =
                SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        try {
            X509v3CertificateBuilder builder = new X509v3CertificateBuilder(
                    name, CertificateAuthority.newSerialNumber(), validity.begin(), validity.end(), name, info);
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(1));
            builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
            builder.addExtension(
                    Extension.subjectKeyIdentifier, false, new BcX509ExtensionUtils().createSubjectKeyIdentifier(info));
            byte[] signed = builder.build(store.signing(pair.getPrivate())).getEncoded();
            return new Signer(pair.getPrivate(), List.of(Validity.parsed(signed)), store);
        } catch (IOException | OperatorCreationException impossible) {
            throw new IllegalStateException("every JDK signs with " + CURVE, impossible);
        }
    }

    /** Two installations' authorities must not have the same name: a device could know both. */
    private static String suffix() {
        byte[] random = new byte[SUFFIX_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }
}
