package io.devicetrail.pki.certificates;

import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
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
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the log has said, for tests of who asks. */
public final class CertificatesOfTests {
    private final CertificatesProjection projection =
            new CertificatesProjection(new JdbcTemplate(TestDatabase.POOL), new ReadPulse());
    private long index;

    public CertificatesOfTests() {
        projection.beginRebuild();
        projection.completeRebuild();
        TestDatabase.unread();
    }

    private TrackingToken next() {
        return new GlobalSequenceTrackingToken(index++);
    }

    public static KnownCertificates known() {
        return new KnownCertificates(JdbcClient.create(TestDatabase.POOL), new ReadPulse(), Clock.systemUTC());
    }

    public RevokedCertificates revoked() {
        return new RevokedCertificates(JdbcClient.create(TestDatabase.POOL));
    }

    /** From here on the log is read from its tail on. */
    void beginRebuild() {
        projection.beginRebuild();
        fromTheTail();
    }

    void fromTheTail() {
        index = 0;
    }

    /** As if the log had so many events that were read. */
    void skip(long events) {
        index += events;
    }

    void retired(DeviceId device) {
        projection.on(new DeviceRetired(device, LifeCycle.ACTIVE), next());
    }

    public void device(TenantId tenant, DeviceId device) {
        projection.on(new TenantCreated(tenant, "A tenant"), next());
        projection.on(
                new DeviceRegistered(
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
                        new TreeMap<>()),
                next());
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
                next(),
                notAfter);
    }

    public void issued(TenantId tenant, DeviceId device, DeviceCertificate certificate) {
        projection.on(
                new DeviceCertificateIssued(
                        EnrolmentId.of(device), tenant, device, certificate, EnrolmentMeans.TOKEN, null),
                next(),
                certificate.notBefore());
    }

    public void revoked(TenantId tenant, DeviceId device, DeviceCertificate certificate, Instant at) {
        projection.on(
                new DeviceCertificateRevoked(
                        EnrolmentId.of(device),
                        tenant,
                        device,
                        certificate.serialNumber(),
                        certificate.fingerprint(),
                        RevocationReason.KEY_COMPROMISE),
                next(),
                at);
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
                next(),
                at);
    }
}
