package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.pumpRegistered;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.domain.device.DeviceEvent.DeviceEnrolled;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentCommand.CheckDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.ImportFactoryKeys;
import io.devicetrail.domain.enrolment.EnrolmentCommand.IssueDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentCommand.RevokeDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceEnrolmentAllowed;
import io.devicetrail.domain.enrolment.EnrolmentEvent.FactoryKeyImported;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.EnrolmentRejection.CertificateOnRecord;
import io.devicetrail.domain.enrolment.EnrolmentRejection.FactoryKeyTooLate;
import io.devicetrail.domain.enrolment.EnrolmentRejection.FactoryKeyUsed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.NotAllowed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.RenewalsLimited;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenUsed;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** What becomes of certificates with time, and with a key in the wrong hands. */
@Requirement({"11.10(d)", "11.300"})
class CertificateLifeTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final EnrolmentId ID = EnrolmentId.of(PUMP);
    private static final String TOKEN = Fingerprint.of("token");
    private static final String FACTORY = Fingerprint.of("k0");

    private final KnownRecordsInMemory world = Fixtures.world().registered(pumpRegistered());
    private final AggregateTestFixture<EnrolmentAggregate> enrolments = fixture();

    private AggregateTestFixture<EnrolmentAggregate> fixture() {
        AggregateTestFixture<EnrolmentAggregate> fixture = Fixtures.fixture(EnrolmentAggregate.class, world);
        fixture.registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));
        return fixture;
    }

    /** Who has the key of the first may have the second already, and the one that was named is of no use to them. */
    @Test
    void aKeyInOtherHandsEndsAllThatStands() {
        DeviceCertificate first = certificate("a", "k1", NOW);
        DeviceCertificate second = certificate("b", "k2", NOW);
        EnrolmentEvent[] before = {allowed(), byToken(first), renewed(second, "a")};
        enrolments
                .given((Object[]) before)
                .when(revoke("a", RevocationReason.KEY_COMPROMISE))
                .expectEvents(
                        revoked(first, RevocationReason.KEY_COMPROMISE),
                        revoked(second, RevocationReason.KEY_COMPROMISE));
        enrolments
                .given(
                        allowed(),
                        byToken(first),
                        renewed(second, "a"),
                        revoked(first, RevocationReason.KEY_COMPROMISE),
                        revoked(second, RevocationReason.KEY_COMPROMISE))
                .when(issue(certificate("c", "k3", NOW), EnrolmentMeans.RENEWAL, Fingerprint.of("b")))
                .expectExceptionDetails(new NotAllowed())
                .expectNoEvents();
        enrolments
                .given((Object[]) before)
                .when(revoke("a", RevocationReason.UNSPECIFIED))
                .expectEvents(revoked(first, RevocationReason.UNSPECIFIED));
    }

    @Test
    void aDeviceIsRenewedSoOftenADay() {
        List<Object> renewals = renewals(EnrolmentAggregate.MOST_RENEWALS, NOW);
        DeviceCertificate next = certificate("next", "k9", NOW);
        IssueDeviceCertificate issue = issue(next, EnrolmentMeans.RENEWAL, lastOf(renewals));
        CheckDeviceEnrolment check = new CheckDeviceEnrolment(
                ID, ACME, PUMP, next.publicKeyFingerprint(), EnrolmentMeans.RENEWAL, lastOf(renewals));
        RenewalsLimited limited = new RenewalsLimited(EnrolmentAggregate.MOST_RENEWALS);
        for (Object question : List.of(issue, check)) {
            enrolments
                    .givenCurrentTime(NOW.minus(HOUR))
                    .andGiven(renewals)
                    .when(question)
                    .expectExceptionDetails(limited)
                    .expectNoEvents();
            enrolments
                    .givenCurrentTime(NOW.minus(CertificatesOnRecord.RENEWALS_WITHIN))
                    .andGiven(renewals)
                    .when(question)
                    .expectSuccessfulHandlerExecution();
        }
        List<Object> fewer = renewals(EnrolmentAggregate.MOST_RENEWALS - 1, NOW);
        enrolments
                .givenCurrentTime(NOW.minus(HOUR))
                .andGiven(fewer)
                .when(issue(next, EnrolmentMeans.RENEWAL, lastOf(fewer)))
                .expectSuccessfulHandlerExecution();
    }

    /** Of another's authority, which says of its certificates that they began when it likes. */
    @Test
    void renewalsAreCountedByTheLogsTime() {
        List<Object> renewals = renewals(EnrolmentAggregate.MOST_RENEWALS, NOW.minus(Duration.ofDays(3)));
        enrolments
                .givenCurrentTime(NOW.minus(HOUR))
                .andGiven(renewals)
                .when(issue(certificate("next", "k9", NOW), EnrolmentMeans.RENEWAL, lastOf(renewals)))
                .expectExceptionDetails(new RenewalsLimited(EnrolmentAggregate.MOST_RENEWALS))
                .expectNoEvents();
    }

    /** As an authority answers that keeps one certificate for each key. */
    @Test
    void noCertificateIsIssuedTwice() {
        DeviceCertificate first = certificate("a", "k1", NOW);
        DeviceEnrolmentAllowed again =
                new DeviceEnrolmentAllowed(ID, ACME, PUMP, Fingerprint.of("second"), NOW.plusSeconds(60));
        enrolments
                .given(allowed(), byToken(first))
                .when(issue(first, EnrolmentMeans.RENEWAL, first.fingerprint()))
                .expectExceptionDetails(new CertificateOnRecord(first.fingerprint()))
                .expectNoEvents();
        enrolments
                .given(allowed(), byToken(first), revoked(first, RevocationReason.KEY_COMPROMISE), again)
                .when(issue(first, EnrolmentMeans.TOKEN, Fingerprint.of("second")))
                .expectExceptionDetails(new CertificateOnRecord(first.fingerprint()))
                .expectNoEvents();
        enrolments
                .given(allowed(), byToken(first))
                .when(issue(first, EnrolmentMeans.TOKEN, TOKEN))
                .expectNoEvents()
                .expectResultMessagePayload(first);
    }

    private static List<Object> renewals(int count, Instant at) {
        List<Object> events = new ArrayList<>(List.of(allowed(), byToken(certificate("0", "k0", at))));
        for (int i = 1; i <= count; i++) {
            events.add(renewed(certificate("" + i, "k" + i, at), "" + (i - 1)));
        }
        return events;
    }

    private static String lastOf(List<Object> events) {
        return ((DeviceCertificateIssued) events.getLast()).certificate().fingerprint();
    }

    /** Given again, it would open nothing, and the device would ask for ever. */
    @Test
    void whatIsOverIsNotGivenAgain() {
        DeviceCertificate over = over("a", "k1");
        DeviceCertificate fresh = certificate("b", "k1", NOW);
        enrolments
                .given(allowed(), byToken(over))
                .when(issue(fresh, EnrolmentMeans.TOKEN, TOKEN))
                .expectEvents(byToken(fresh));
        enrolments
                .given(listed(), byFactory(over))
                .when(issue(fresh, EnrolmentMeans.FACTORY_CERTIFICATE, FACTORY))
                .expectEvents(byFactory(fresh));
        DeviceCertificate standing = certificate("c", "k3", NOW);
        enrolments
                .given(allowed(), byToken(standing), renewed(over, "c"))
                .when(issue(fresh, EnrolmentMeans.RENEWAL, Fingerprint.of("c")))
                .expectEvents(renewed(fresh, "c"));
    }

    @Test
    void whatIsOverWasStillForOneKey() {
        enrolments
                .given(allowed(), byToken(over("a", "k1")))
                .when(issue(certificate("b", "k2", NOW), EnrolmentMeans.TOKEN, TOKEN))
                .expectExceptionDetails(new TokenUsed())
                .expectNoEvents();
        enrolments
                .given(listed(), byFactory(over("a", "k1")))
                .when(issue(certificate("b", "k2", NOW), EnrolmentMeans.FACTORY_CERTIFICATE, FACTORY))
                .expectExceptionDetails(new FactoryKeyUsed())
                .expectNoEvents();
    }

    /** The first is over, its successor was revoked: the key that got both gets no third. */
    @Test
    void aRevocationEndsTheFactoryKeyToo() {
        DeviceCertificate second = certificate("b", "k2", NOW);
        enrolments
                .given(
                        listed(),
                        byFactory(over("a", "k1")),
                        renewed(second, "a"),
                        revoked(second, RevocationReason.KEY_COMPROMISE))
                .when(issue(certificate("c", "k1", NOW), EnrolmentMeans.FACTORY_CERTIFICATE, FACTORY))
                .expectExceptionDetails(new FactoryKeyUsed())
                .expectNoEvents();
        DeviceEnrolmentAllowed again =
                new DeviceEnrolmentAllowed(ID, ACME, PUMP, Fingerprint.of("second"), NOW.plusSeconds(60));
        enrolments
                .given(allowed(), byToken(second), again, revoked(second, RevocationReason.KEY_COMPROMISE))
                .when(issue(certificate("c", "k3", NOW), EnrolmentMeans.TOKEN, Fingerprint.of("second")))
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void aFactoryKeyIsForTheFirstCertificate() {
        enrolments
                .given(allowed(), byToken(certificate("a", "k1", NOW)))
                .when(list())
                .expectExceptionDetails(new FactoryKeyTooLate())
                .expectNoEvents();
        world.happened(new DeviceEnrolled(PUMP, LifeCycle.REGISTERED));
        enrolments
                .givenNoPriorActivity()
                .when(list())
                .expectExceptionDetails(new FactoryKeyTooLate())
                .expectNoEvents();
        enrolments
                .given(listed())
                .when(list())
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    private static DeviceCertificate certificate(String name, String key, Instant from) {
        return new DeviceCertificate(
                "0" + name, Fingerprint.of(name), Fingerprint.of(key), from, from.plus(YEAR), "pem of " + name);
    }

    private static DeviceCertificate over(String name, String key) {
        return new DeviceCertificate(
                "0" + name, Fingerprint.of(name), Fingerprint.of(key), NOW.minus(HOUR), NOW.minusSeconds(1), "pem");
    }

    private static DeviceEnrolmentAllowed allowed() {
        return new DeviceEnrolmentAllowed(ID, ACME, PUMP, TOKEN, NOW.plusSeconds(60));
    }

    private static ImportFactoryKeys list() {
        return new ImportFactoryKeys(ID, ACME, PUMP, FACTORY, null, Fingerprint.of("list"), null);
    }

    private static FactoryKeyImported listed() {
        return new FactoryKeyImported(ID, ACME, PUMP, FACTORY, null, Fingerprint.of("list"), null);
    }

    private static DeviceCertificateIssued byToken(DeviceCertificate certificate) {
        return new DeviceCertificateIssued(ID, ACME, PUMP, certificate, EnrolmentMeans.TOKEN, null);
    }

    private static DeviceCertificateIssued byFactory(DeviceCertificate certificate) {
        return new DeviceCertificateIssued(ID, ACME, PUMP, certificate, EnrolmentMeans.FACTORY_CERTIFICATE, null);
    }

    private static DeviceCertificateIssued renewed(DeviceCertificate certificate, String before) {
        return new DeviceCertificateIssued(ID, ACME, PUMP, certificate, EnrolmentMeans.RENEWAL, Fingerprint.of(before));
    }

    private static IssueDeviceCertificate issue(DeviceCertificate certificate, EnrolmentMeans means, String proof) {
        return new IssueDeviceCertificate(ID, ACME, PUMP, certificate, means, proof);
    }

    private static RevokeDeviceCertificate revoke(String name, RevocationReason reason) {
        return new RevokeDeviceCertificate(ID, ACME, PUMP, Fingerprint.of(name), reason);
    }

    private static DeviceCertificateRevoked revoked(DeviceCertificate certificate, RevocationReason reason) {
        return new DeviceCertificateRevoked(
                ID, ACME, PUMP, certificate.serialNumber(), certificate.fingerprint(), reason);
    }
}
