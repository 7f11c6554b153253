package io.devicetrail.pki.est;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.tenant.TenantId;
import java.security.cert.X509Certificate;
import java.util.List;

/** Who signs devices' certificates. */
interface Signing {
    /** What a device's certificate leads to, and what our own servers' do. */
    List<X509Certificate> chain(TenantId tenant);

    /**
     * Whether the log has to be asked first: a certificate that it does not take would be in the world all the same, where
     * another signed it.
     */
    boolean asksFirst();

    /**
     * Asked before {@link #sign}, which may cost another something.
     *
     * @throws EstRefusal 400 if the request asks for what is not signed here
     */
    void requireFit(TenantId tenant, DeviceId device, CertificateRequest request);

    /**
     * @param request that is fit
     * @throws EstRefusal 503
     */
    DeviceCertificate sign(TenantId tenant, DeviceId device, CertificateRequest request);
}
