package io.devicetrail.pki.revocation;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.CertificateAuthority;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.certificates.RevokedCertificates;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.ocsp.CertID;
import org.bouncycastle.asn1.oiw.OIWObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;

/** Finds the authority that a question means: it names one by hashes of its name and its key. */
final class Issuers {
    /** Between two looks for authorities that are new: whoever asks for one that is not there costs no more than that. */
    static final Duration LOOK = Duration.ofSeconds(10);

    private static final Map<ASN1ObjectIdentifier, String> HASHES =
            Map.of(OIWObjectIdentifiers.idSHA1, "SHA-1", NISTObjectIdentifiers.id_sha256, "SHA-256");

    private final PlatformAuthority platform;
    private final RevokedCertificates certificates;
    private final Clock clock;
    private final Map<TenantId, CertificateAuthority> known = new HashMap<>();
    private final Map<String, Issuer> byHash = new HashMap<>();
    private Instant lookedAt = Instant.MIN;

    record Issuer(TenantId tenant, CertificateAuthority authority) {}

    Issuers(PlatformAuthority platform, RevokedCertificates certificates, Clock clock) {
        this.platform = platform;
        this.certificates = certificates;
        this.clock = clock;
    }

    synchronized Optional<Issuer> of(CertID id) {
        String hash = HASHES.get(id.getHashAlgorithm().getAlgorithm());
        if (hash == null) {
            return Optional.empty();
        }
        String key = key(
                hash, id.getIssuerNameHash().getOctets(), id.getIssuerKeyHash().getOctets());
        if (!byHash.containsKey(key) && !clock.instant().isBefore(lookedAt.plus(LOOK))) {
            lookedAt = clock.instant();
            certificates.tenants().forEach(this::learn);
        }
        return Optional.ofNullable(byHash.get(key));
    }

    private void learn(TenantId tenant) {
        if (known.containsKey(tenant)) {
            return;
        }
        platform.known(tenant).ifPresent(authority -> {
            known.put(tenant, authority);
            for (String hash : HASHES.values()) {
                byHash.put(keyOf(hash, authority), new Issuer(tenant, authority));
            }
        });
    }

    private static String keyOf(String hash, CertificateAuthority authority) {
        try {
            SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(
                    authority.certificate().getPublicKey().getEncoded());
            return key(
                    hash,
                    digest(hash, authority.name().getEncoded(ASN1Encoding.DER)),
                    digest(hash, info.getPublicKeyData().getBytes()));
        } catch (IOException impossible) {
            throw new IllegalStateException("a name has an encoding", impossible);
        }
    }

    private static byte[] digest(String hash, byte[] bytes) {
        try {
            return MessageDigest.getInstance(hash).digest(bytes);
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException("every JDK has " + hash, impossible);
        }
    }

    private static String key(String hash, byte[] name, byte[] key) {
        return hash + " " + HexFormat.of().formatHex(name) + " "
                + HexFormat.of().formatHex(key);
    }
}
