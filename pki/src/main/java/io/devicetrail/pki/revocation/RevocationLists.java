package io.devicetrail.pki.revocation;

import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.CertificateAuthority;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import io.devicetrail.pki.certificates.RevokedCertificates;
import io.devicetrail.pki.certificates.RevokedCertificates.Mark;
import io.devicetrail.pki.certificates.RevokedCertificates.Revoked;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.ASN1Encoding;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.DERSequence;
import org.bouncycastle.asn1.x509.CRLNumber;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.asn1.x509.TBSCertList;
import org.bouncycastle.asn1.x509.V2TBSCertListGenerator;
import org.bouncycastle.cert.bc.BcX509ExtensionUtils;
import org.bouncycastle.operator.ContentSigner;

/** Lists of revoked certificates (RFC 5280, 5), one for each tenant; made anew at each revocation, and twice a day. */
final class RevocationLists {
    /** Until the next one is due at the latest. */
    static final Duration LIFE = Duration.ofHours(24);
    /** After which one is made anew though nothing changed. */
    static final Duration FRESH = Duration.ofHours(12);
    /** For how long a certificate that is over stays in the lists. */
    static final Duration KEPT = Duration.ofDays(2);
    /** Lists in memory; the one that was not asked for longest is made anew when it is. */
    static final int MOST_LISTS = 1_000;

    private final PlatformAuthority platform;
    private final RevokedCertificates certificates;
    private final Clock clock;
    private BigInteger lastNumber = BigInteger.ZERO;
    private final Map<TenantId, Made> made = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<TenantId, Made> eldest) {
            return size() > MOST_LISTS;
        }
    };

    private record Made(Mark mark, Instant at, byte[] der) {}

    RevocationLists(PlatformAuthority platform, RevokedCertificates certificates, Clock clock) {
        this.platform = platform;
        this.certificates = certificates;
        this.clock = clock;
    }

    /** DER; empty for a tenant whose authority never issued anything. */
    synchronized Optional<byte[]> list(TenantId tenant) {
        Instant now = clock.instant();
        Mark mark = certificates.mark(tenant);
        Made known = made.get(tenant);
        if (known != null
                && known.mark().equals(mark)
                && now.isBefore(known.at().plus(FRESH))) {
            return Optional.of(known.der().clone());
        }
        return platform.known(tenant).map(authority -> {
            byte[] der = signed(authority, tenant, now);
            made.put(tenant, new Made(mark, now, der));
            return der.clone();
        });
    }

    private byte[] signed(CertificateAuthority authority, TenantId tenant, Instant now) {
        ContentSigner signer = authority.contentSigner();
        V2TBSCertListGenerator list = new V2TBSCertListGenerator();
        list.setIssuer(authority.name());
        list.setSignature(signer.getAlgorithmIdentifier());
        list.setThisUpdate(Validity.time(now));
        list.setNextUpdate(Validity.time(now.plus(LIFE)));
        for (Revoked revoked : certificates.revoked(tenant, now.minus(KEPT))) {
            list.addCRLEntry(
                    new ASN1Integer(revoked.serialNumber()),
                    Validity.time(revoked.at()),
                    revoked.reason().code());
        }
        try {
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(
                    Extension.authorityKeyIdentifier,
                    false,
                    new BcX509ExtensionUtils()
                            .createAuthorityKeyIdentifier(SubjectPublicKeyInfo.getInstance(
                                    authority.certificate().getPublicKey().getEncoded())));
            extensions.addExtension(Extension.cRLNumber, false, new CRLNumber(nextNumber(now)));
            list.setExtensions(extensions.generate());
            TBSCertList content = list.generateTBSCertList();
            signer.getOutputStream().write(content.getEncoded(ASN1Encoding.DER));
            return new DERSequence(new org.bouncycastle.asn1.ASN1Encodable[] {
                        content, signer.getAlgorithmIdentifier(), new DERBitString(signer.getSignature())
                    })
                    .getEncoded(ASN1Encoding.DER);
        } catch (IOException impossible) {
            throw new IllegalStateException("everything here has an encoding", impossible);
        }
    }

    /** Grows over restarts too, as long as the clock does; within this process always. */
    private BigInteger nextNumber(Instant now) {
        lastNumber = BigInteger.valueOf(now.toEpochMilli()).max(lastNumber.add(BigInteger.ONE));
        return lastNumber;
    }
}
