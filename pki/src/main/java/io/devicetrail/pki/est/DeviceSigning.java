package io.devicetrail.pki.est;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.authority.CertificateAuthority;
import io.devicetrail.pki.authority.CertificateAuthority.RevocationPoints;
import io.devicetrail.pki.authority.CertificateFingerprint;
import io.devicetrail.pki.authority.CertificateUse;
import io.devicetrail.pki.authority.Pem;
import io.devicetrail.pki.authority.PlatformAuthority;
import io.devicetrail.pki.authority.Validity;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.List;
import org.bouncycastle.asn1.x500.X500NameBuilder;
import org.bouncycastle.asn1.x500.style.BCStyle;
import org.jspecify.annotations.Nullable;

/** Signs certificates of devices. One that the log does not take counts for nothing, here; nobody has seen it either. */
final class DeviceSigning implements Signing {
    private final PlatformAuthority platform;
    private final CertificateSettings settings;
    private final Clock clock;

    DeviceSigning(PlatformAuthority platform, CertificateSettings settings, Clock clock) {
        this.platform = platform;
        this.settings = settings;
        this.clock = clock;
    }

    /** The tenant's authority, and the root that a device trusts. */
    @Override
    public List<X509Certificate> chain(TenantId tenant) {
        return platform.of(tenant).chain();
    }

    /** Nobody sees what the log does not take. */
    @Override
    public boolean asksFirst() {
        return false;
    }

    /** What the request asks to be called is not looked at. */
    @Override
    public void requireFit(TenantId tenant, DeviceId device, CertificateRequest request) {}

    @Override
    public DeviceCertificate sign(TenantId tenant, DeviceId device, CertificateRequest request) {
        return sign(tenant, device, request.key());
    }

    DeviceCertificate sign(TenantId tenant, DeviceId device, PublicKey key) {
        X509Certificate certificate = platform.of(tenant)
                .issue(
                        CertificateAuthority.newSerialNumber(),
                        new X500NameBuilder(BCStyle.INSTANCE)
                                .addRDN(BCStyle.O, tenant.value())
                                .addRDN(BCStyle.CN, device.toString())
                                .build(),
                        key,
                        CertificateUse.CLIENT,
                        List.of(),
                        PlatformAuthority.from(clock.instant(), settings.deviceLife()),
                        revocation(tenant));
        return certificate(certificate);
    }

    static DeviceCertificate certificate(X509Certificate certificate) {
        Validity validity = Validity.of(certificate);
        return new DeviceCertificate(
                certificate.getSerialNumber().toString(16),
                CertificateFingerprint.of(certificate),
                Fingerprint.of(certificate.getPublicKey().getEncoded()),
                validity.notBefore(),
                validity.notAfter(),
                Pem.of(certificate));
    }

    private @Nullable RevocationPoints revocation(TenantId tenant) {
        String url = settings.publicUrl();
        if (url == null || url.isBlank()) {
            return null;
        }
        String base = url.replaceFirst("/+$", "");
        return new RevocationPoints(base + "/pki/" + tenant + ".crl", base + "/pki/ocsp");
    }
}
