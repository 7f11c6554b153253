package io.devicetrail.pki.est;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.outsideca.EstAuthority;
import io.devicetrail.pki.outsideca.ExpectedNames;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/**
 * Has another's authority sign. It is sent the device's request as it is, as nobody but the device can sign it: so what the
 * request asks for has to be what the certificate may say.
 */
final class OutsideSigning implements Signing {
    private final EstAuthority authority;
    private final X509Certificate ownRoot;

    /** @param ownRoot of our servers' certificates, which stay ours */
    OutsideSigning(EstAuthority authority, X509Certificate ownRoot) {
        this.authority = authority;
        this.ownRoot = ownRoot;
    }

    @Override
    public List<X509Certificate> chain(TenantId tenant) {
        List<X509Certificate> all = new ArrayList<>(authority.anchors());
        all.add(ownRoot);
        return all;
    }

    @Override
    public boolean asksFirst() {
        return true;
    }

    @Override
    public void requireFit(TenantId tenant, DeviceId device, CertificateRequest request) {
        ExpectedNames names = new ExpectedNames(tenant, device);
        if (request.asksForMore() || !names.areThoseOf(request.subject())) {
            throw new EstRefusal(
                    EstRefusal.BAD_REQUEST,
                    "SUBJECT_UNFIT: Another authority signs here: ask for the subject " + names
                            + ", and for nothing else but the key's identifier.");
        }
    }

    @Override
    public DeviceCertificate sign(TenantId tenant, DeviceId device, CertificateRequest request) {
        ExpectedNames names = new ExpectedNames(tenant, device);
        try {
            return DeviceSigning.certificate(authority.sign(request.der(), request.key(), names));
        } catch (EstAuthority.Refused e) {
            throw new EstRefusal(EstRefusal.UNAVAILABLE, String.valueOf(e.getMessage()), e.retryAfterSeconds(), e);
        }
    }
}
