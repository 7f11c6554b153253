package io.devicetrail.queryside;

import io.devicetrail.domain.authority.AuthorityEvent;
import io.devicetrail.domain.authority.DenialId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.tenant.ListSigner;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The sensor's credentials: a first certificate, its renewal, and the end of the first. */
final class CredentialHistory {
    private static final EnrolmentId ENROLMENT = EnrolmentId.of(History.SENSOR);

    private CredentialHistory() {}

    static void write(LogOfTests log) {
        append(
                log,
                new EnrolmentEvent.DeviceEnrolmentAllowed(
                        ENROLMENT, History.ACME, History.SENSOR, Fingerprint.of("token"), History.HEARD));
        append(log, issued("first", EnrolmentMeans.TOKEN, null, 365));
        append(log, issued("second", EnrolmentMeans.RENEWAL, Fingerprint.of("first"), 700));
        append(
                log,
                new EnrolmentEvent.DeviceCertificateRevoked(
                        ENROLMENT,
                        History.ACME,
                        History.SENSOR,
                        "0a",
                        Fingerprint.of("first"),
                        RevocationReason.SUPERSEDED));
        append(
                log,
                new EnrolmentEvent.FactoryKeyImported(
                        ENROLMENT,
                        History.ACME,
                        History.SENSOR,
                        Fingerprint.of("key"),
                        null,
                        Fingerprint.of("list"),
                        null));
        append(log, new EnrolmentEvent.DeviceClaimed(ENROLMENT, History.ACME, History.SENSOR, History.VISP));
        append(
                log,
                new AuthorityEvent.OperationDeniedToDevice(
                        new DenialId(new UUID(7, 20)), History.SENSOR, "simpleenroll", "acme", 0));
    }

    /** Two signers of lists, one of which is trusted no more. */
    static void writeSigners(LogOfTests log) {
        append(log, new TenantEvent.ListSignerTrusted(History.ACME, "Flow AG", signer("lists")));
        append(log, new TenantEvent.ListSignerTrusted(History.ACME, "Flow AG", signer("old")));
        append(log, new TenantEvent.ListSignerDistrusted(History.ACME, "Flow AG", Fingerprint.of("old")));
    }

    static ListSigner signer(String name) {
        return new ListSigner(
                Fingerprint.of(name),
                "CN=" + name,
                History.HEARD,
                History.HEARD.plus(Duration.ofDays(365)),
                "pem of " + name);
    }

    /** A device's first certificate, with its name for a serial number. */
    static EnrolmentEvent issued(TenantId tenant, DeviceId device, String name) {
        return new EnrolmentEvent.DeviceCertificateIssued(
                EnrolmentId.of(device),
                tenant,
                device,
                new DeviceCertificate(
                        name,
                        Fingerprint.of(name),
                        Fingerprint.of("key of " + name),
                        History.HEARD,
                        History.HEARD.plus(Duration.ofDays(365)),
                        "pem of " + name),
                EnrolmentMeans.TOKEN,
                null);
    }

    private static EnrolmentEvent issued(String name, EnrolmentMeans means, @Nullable String renewed, long days) {
        return new EnrolmentEvent.DeviceCertificateIssued(
                ENROLMENT,
                History.ACME,
                History.SENSOR,
                new DeviceCertificate(
                        "0a",
                        Fingerprint.of(name),
                        Fingerprint.of("key of " + name),
                        History.HEARD,
                        History.HEARD.plus(Duration.ofDays(days)),
                        "pem of " + name),
                means,
                renewed);
    }

    private static void append(LogOfTests log, Object event) {
        log.append(event, History.ADA, "acme");
    }
}
