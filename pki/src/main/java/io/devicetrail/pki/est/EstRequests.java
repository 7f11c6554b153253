package io.devicetrail.pki.est;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.EnrolmentRejection.CertificateOnRecord;
import io.devicetrail.domain.enrolment.EnrolmentRejection.NotAllowed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.RenewalsLimited;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.authority.CertificateFingerprint;
import io.devicetrail.pki.authority.Validity;
import io.devicetrail.pki.certificates.KnownCertificates;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What RFC 7030 lets a device ask for, without HTTP around it. */
final class EstRequests {
    private static final String BASIC = "basic ";

    private final KnownCertificates known;
    private final Signing signing;
    private final EnrolmentDesk desk;
    private final EnrolmentLimits limits;
    private final EnrolmentDenials denials;

    EstRequests(
            KnownCertificates known,
            Signing signing,
            EnrolmentDesk desk,
            EnrolmentLimits limits,
            EnrolmentDenials denials) {
        this.known = known;
        this.signing = signing;
        this.desk = desk;
        this.limits = limits;
        this.denials = denials;
    }

    /** @throws EstRefusal 429 */
    void count(Origin origin) {
        limits.request(origin);
    }

    /**
     * Of a device that asks for something else than its certificate.
     *
     * @throws EstRefusal 429
     */
    void countOther(Origin origin) {
        limits.other(origin);
    }

    /** @throws EstRefusal 404 */
    TenantId tenant(String label) {
        try {
            TenantId tenant = TenantId.of(label);
            if (known.isTenant(tenant)) {
                return tenant;
            }
        } catch (MalformedInput noName) {
            // Answered below, like a name that nobody has.
        }
        throw new EstRefusal(EstRefusal.NOT_FOUND, "TENANT_UNKNOWN: There is no tenant of this name.");
    }

    List<X509Certificate> authorities(TenantId tenant) {
        return signing.chain(tenant);
    }

    /** @param authorization the header, with the device's id and its one-time token */
    X509Certificate enrol(TenantId tenant, @Nullable String authorization, byte[] body, Origin origin) {
        Credentials credentials = credentials(authorization);
        DeviceId device = device(credentials.user(), origin);
        limits.attempt(origin, device.toString());
        CertificateRequest request = CertificateRequest.read(body);
        return issued(
                tenant,
                device,
                request,
                EnrolmentMeans.TOKEN,
                Fingerprint.of(credentials.password()),
                "simpleenroll",
                origin);
    }

    /**
     * By the key that the device's maker put into it. Whatever else the certificate says is the maker's affair: TLS has
     * proven that who shows it has the key.
     */
    X509Certificate enrolByFactoryKey(TenantId tenant, X509Certificate shown, byte[] body, Origin origin) {
        String key = Fingerprint.of(shown.getPublicKey().getEncoded());
        limits.attempt(origin, key);
        CertificateRequest request = CertificateRequest.read(body);
        DeviceId device = known.deviceOfFactoryKey(tenant, key).orElseThrow(() -> {
            limits.failed(origin, key);
            NotAllowed why = new NotAllowed();
            return new EstRefusal(EstRefusal.UNAUTHORIZED, why.code() + ": " + why.message());
        });
        return issued(tenant, device, request, EnrolmentMeans.FACTORY_CERTIFICATE, key, "simpleenroll", origin);
    }

    /** @param shown the certificate of the connection; null for none */
    X509Certificate renew(TenantId tenant, @Nullable X509Certificate shown, byte[] body, Origin origin) {
        if (shown == null) {
            throw new EstRefusal(
                    EstRefusal.UNAUTHORIZED,
                    "CERTIFICATE_MISSING: Show the certificate that is to be renewed, in TLS.");
        }
        String fingerprint = CertificateFingerprint.of(shown);
        CertifiedDevice speaker = known.admitted(fingerprint)
                .filter(device -> device.tenant().equals(tenant))
                .orElseThrow(() -> notAdmitted(tenant, fingerprint, origin));
        limits.renewal(speaker.device().toString());
        CertificateRequest request = CertificateRequest.read(body);
        return issued(tenant, speaker.device(), request, EnrolmentMeans.RENEWAL, fingerprint, "simplereenroll", origin);
    }

    /**
     * Whose certificate was shown, if it stands.
     *
     * @param operation what the audit trail calls what is asked for
     * @throws EstRefusal 401, 403 or 429
     */
    CertifiedDevice speaker(@Nullable X509Certificate shown, String operation, Origin origin) {
        if (shown == null) {
            throw new EstRefusal(
                    EstRefusal.UNAUTHORIZED, "CERTIFICATE_MISSING: Show the device's certificate, in TLS.");
        }
        String fingerprint = CertificateFingerprint.of(shown);
        return known.admitted(fingerprint).orElseThrow(() -> {
            limits.attempt(origin, fingerprint);
            known.holderOf(fingerprint)
                    .ifPresent(device -> denials.denied(device.tenant(), device.device(), operation, origin));
            limits.failed(origin, fingerprint);
            return new EstRefusal(
                    EstRefusal.FORBIDDEN,
                    "CERTIFICATE_NOT_ADMITTED: This certificate is not one that stands; enrol with a token.");
        });
    }

    private EstRefusal notAdmitted(TenantId tenant, String fingerprint, Origin origin) {
        limits.attempt(origin, fingerprint);
        known.deviceOf(fingerprint).ifPresent(device -> denials.denied(tenant, device, "simplereenroll", origin));
        limits.failed(origin, fingerprint);
        return new EstRefusal(
                EstRefusal.FORBIDDEN,
                "CERTIFICATE_NOT_ADMITTED: This certificate is not one of this tenant that stands; enrol with a token.");
    }

    private X509Certificate issued(
            TenantId tenant,
            DeviceId device,
            CertificateRequest request,
            EnrolmentMeans means,
            String proof,
            String operation,
            Origin origin) {
        try {
            Optional<DeviceCertificate> before = signing.asksFirst()
                    ? desk.check(tenant, device, request.key(), means, proof, origin)
                    : Optional.empty();
            DeviceCertificate issued = before.isPresent()
                    ? before.get()
                    : desk.issue(tenant, device, signed(tenant, device, request, means), means, proof, origin);
            return Validity.parsed(issued.pem().getBytes(StandardCharsets.US_ASCII));
        } catch (EnrolmentDesk.Refused refused) {
            Rejection why = refused.why();
            if (why instanceof CertificateOnRecord) {
                // The authority's doing: neither a failure of the device's nor a denial.
                limits.signedInVain(device.toString());
                throw new EstRefusal(
                        EstRefusal.UNAVAILABLE,
                        EstRefusal.UNFIT + ": The authority answered with a certificate that the device had before;"
                                + " ask with a new key.",
                        EnrolmentLimits.SECONDS_TO_NEXT_RENEWAL,
                        null);
            }
            if (means != EnrolmentMeans.RENEWAL) {
                limits.failed(origin, device.toString());
            }
            denials.denied(tenant, device, operation, origin);
            if (why instanceof RenewalsLimited) {
                throw new EstRefusal(
                        EstRefusal.TOO_MANY,
                        why.code() + ": " + why.message(),
                        EnrolmentLimits.SECONDS_TO_NEXT_RENEWAL,
                        null);
            }
            int status = why instanceof NotAllowed ? EstRefusal.UNAUTHORIZED : EstRefusal.FORBIDDEN;
            throw new EstRefusal(status, why.code() + ": " + why.message());
        }
    }

    /**
     * What another authority signs and the log does not take is paid for all the same, and is asked for again: no device
     * has it sign more often than it may be renewed, nor in vain all day. Who renews was counted when it came.
     */
    private DeviceCertificate signed(
            TenantId tenant, DeviceId device, CertificateRequest request, EnrolmentMeans means) {
        signing.requireFit(tenant, device, request);
        if (signing.asksFirst()) {
            limits.signature(device.toString());
            if (means != EnrolmentMeans.RENEWAL) {
                limits.renewal(device.toString());
            }
        }
        try {
            return signing.sign(tenant, device, request);
        } catch (EstRefusal refused) {
            if (refused.signedInVain()) {
                limits.signedInVain(device.toString());
            }
            throw refused;
        }
    }

    /** What is no id of a device is refused like a token that is not the device's. */
    private DeviceId device(String user, Origin origin) {
        try {
            DeviceId device = DeviceId.parse(user);
            if (device.toString().equals(user)) {
                return device;
            }
        } catch (MalformedInput noId) {
            // Answered below.
        }
        limits.attempt(origin, "");
        limits.failed(origin, "");
        NotAllowed why = new NotAllowed();
        throw new EstRefusal(EstRefusal.UNAUTHORIZED, why.code() + ": " + why.message());
    }

    private record Credentials(String user, String password) {
        @Override
        public String toString() {
            return "Credentials[" + user + "]";
        }
    }

    private static Credentials credentials(@Nullable String authorization) {
        if (authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            try {
                String text = new String(
                        Base64.getDecoder()
                                .decode(authorization.substring(BASIC.length()).strip()),
                        StandardCharsets.UTF_8);
                int colon = text.indexOf(':');
                if (colon > 0) {
                    return new Credentials(text.substring(0, colon), text.substring(colon + 1));
                }
            } catch (IllegalArgumentException unreadable) {
                // Answered below.
            }
        }
        throw new EstRefusal(
                EstRefusal.UNAUTHORIZED,
                "TOKEN_MISSING: Send the device's id and its one-time token by HTTP Basic authentication.");
    }
}
