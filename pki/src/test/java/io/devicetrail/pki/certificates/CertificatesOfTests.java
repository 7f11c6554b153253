package io.devicetrail.pki.certificates;

import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.TestDatabase;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.TreeMap;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the log has said, for tests of who asks. */
public final class CertificatesOfTests {
    private final CertificatesProjection projection =
            new CertificatesProjection(new JdbcTemplate(TestDatabase.POOL), new ReadPulse());

    public CertificatesOfTests() {
        projection.beginRebuild();
        projection.completeRebuild();
    }

    public static KnownCertificates known() {
        return new KnownCertificates(JdbcClient.create(TestDatabase.POOL), new ReadPulse(), Clock.systemUTC());
    }

    public RevokedCertificates revoked() {
        return new RevokedCertificates(JdbcClient.create(TestDatabase.POOL));
    }

    public void device(TenantId tenant, DeviceId device) {
        projection.on(new TenantCreated(tenant, "A tenant"));
        projection.on(new DeviceRegistered(
                device,
                tenant,
                SiteId.of(tenant, "basel"),
                "Flow AG",
                "P-1",
                DeviceModelId.of(tenant, "Flow AG", "P100"),
                1,
                null,
                null,
                null,
                new TreeMap<>()));
    }

    public void issued(TenantId tenant, DeviceId device, BigInteger serialNumber, Instant notAfter) {
        projection.on(
                new DeviceCertificateIssued(
                        EnrolmentId.of(device),
                        tenant,
                        device,
                        new DeviceCertificate(
                                serialNumber.toString(16),
                                Fingerprint.of(serialNumber.toString()),
                                Fingerprint.of("key"),
                                notAfter.minus(Duration.ofDays(9)),
                                notAfter,
                                "pem"),
                        EnrolmentMeans.TOKEN,
                        null),
                notAfter);
    }

    public void revoked(TenantId tenant, DeviceId device, BigInteger serialNumber, RevocationReason why, Instant at) {
        projection.on(
                new DeviceCertificateRevoked(
                        EnrolmentId.of(device),
                        tenant,
                        device,
                        serialNumber.toString(16),
                        Fingerprint.of(serialNumber.toString()),
                        why),
                at);
    }
}
