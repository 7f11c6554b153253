package io.devicetrail.pki.outsideca;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.ASN1String;
import org.bouncycastle.asn1.x500.RDN;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x500.style.BCStyle;

/**
 * What a device's certificate calls it: {@code O=<tenant>, CN=<device>}, or the common name alone. Whoever believes names,
 * such as a broker of another's, must not be told of another device.
 */
public record ExpectedNames(TenantId tenant, DeviceId device) {
    /** Of a request, which asks for them, or of a certificate. */
    public boolean areThoseOf(X500Name subject) {
        for (RDN rdn : subject.getRDNs()) {
            if (rdn.isMultiValued() || !(rdn.getFirst().getValue() instanceof ASN1String value)) {
                return false;
            }
            String expected = rdn.getFirst().getType().equals(BCStyle.CN)
                    ? device.toString()
                    : rdn.getFirst().getType().equals(BCStyle.O) ? tenant.value() : null;
            if (!value.getString().equals(expected)) {
                return false;
            }
        }
        return subject.getRDNs(BCStyle.CN).length == 1 && subject.getRDNs(BCStyle.O).length <= 1;
    }

    /** No other name may stand in it, in whatever form, but its own as one of DNS. */
    boolean areThoseOf(X509Certificate certificate) {
        try {
            Collection<List<?>> others = certificate.getSubjectAlternativeNames();
            return areThoseOf(X500Name.getInstance(
                            certificate.getSubjectX500Principal().getEncoded()))
                    && (others == null
                            || others.stream()
                                    .allMatch(name -> device.toString().equals(name.get(1))));
        } catch (CertificateParsingException unreadable) {
            return false;
        }
    }

    @Override
    public String toString() {
        return "O=" + tenant + ",CN=" + device;
    }
}
