package io.devicetrail.commandside.enrolment;

import static io.devicetrail.commandside.Fixtures.ACME;
import static io.devicetrail.commandside.Fixtures.BASEL;
import static io.devicetrail.commandside.Fixtures.BERN;
import static io.devicetrail.commandside.Fixtures.PUMP;
import static io.devicetrail.commandside.Fixtures.RIVAL;
import static io.devicetrail.commandside.Fixtures.RIVALS_SITE;
import static io.devicetrail.commandside.Fixtures.pumpRegistered;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.commandside.Requirement;
import io.devicetrail.commandside.reference.KnownRecordsInMemory;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.device.DeviceRejection.SiteUnknown;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentCommand.AllowDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.CheckDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.ClaimDevice;
import io.devicetrail.domain.enrolment.EnrolmentCommand.EndDeviceEnrolment;
import io.devicetrail.domain.enrolment.EnrolmentCommand.ImportFactoryKeys;
import io.devicetrail.domain.enrolment.EnrolmentCommand.IssueDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentCommand.RevokeDeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceClaimed;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceEnrolmentAllowed;
import io.devicetrail.domain.enrolment.EnrolmentEvent.FactoryKeyImported;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.EnrolmentRejection.CertificateRevokedBefore;
import io.devicetrail.domain.enrolment.EnrolmentRejection.CertificateUnknown;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimCodeDiffers;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimCodeUnknown;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ClaimCodeUsed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.FactoryKeyDiffers;
import io.devicetrail.domain.enrolment.EnrolmentRejection.FactoryKeyUsed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.NotAllowed;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenOver;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenTimeUnfit;
import io.devicetrail.domain.enrolment.EnrolmentRejection.TokenUsed;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.enrolment.SignedBy;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@Requirement({"11.10(d)", "11.300"})
class EnrolmentTest {
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final Duration YEAR = Duration.ofDays(365);
    private static final EnrolmentId ID = EnrolmentId.of(PUMP);
    private static final String TOKEN = Fingerprint.of("token");

    private final KnownRecordsInMemory world = Fixtures.world().registered(pumpRegistered());
    private final AggregateTestFixture<EnrolmentAggregate> enrolments = fixture();

    private AggregateTestFixture<EnrolmentAggregate> fixture() {
        AggregateTestFixture<EnrolmentAggregate> fixture = Fixtures.fixture(EnrolmentAggregate.class, world);
        fixture.registerInjectableResource(Clock.fixed(NOW, ZoneOffset.UTC));
        return fixture;
    }

    @Test
    void aRegisteredDeviceIsLetIn() {
        enrolments.givenNoPriorActivity().when(allow(NOW.plusSeconds(60))).expectEvents(allowed(NOW.plusSeconds(60)));
    }

    @Test
    void aTokenHasAnEndThatIsNear() {
        Duration longest = TokenTime.LONGEST;
        enrolments
                .givenNoPriorActivity()
                .when(allow(NOW.plus(longest).plusSeconds(1)))
                .expectExceptionDetails(new TokenTimeUnfit(longest));
        enrolments.givenNoPriorActivity().when(allow(NOW)).expectExceptionDetails(new TokenTimeUnfit(longest));
    }

    @Test
    void aDeviceOfAnotherTenantIsUnknown() {
        enrolments
                .givenNoPriorActivity()
                .when(new AllowDeviceEnrolment(ID, RIVAL, PUMP, TOKEN, NOW.plusSeconds(60)))
                .expectExceptionDetails(new DeviceUnknown(PUMP));
    }

    @Test
    void whoShowsTheTokenGetsACertificate() {
        enrolments
                .given(allowed())
                .when(byToken("a", "k1"))
                .expectEvents(issued("a", "k1"))
                .expectResultMessagePayload(certificate("a", "k1"));
    }

    @Test
    void anotherTokenOrTenantGetsNone() {
        enrolments
                .given(allowed())
                .when(issue(ACME, certificate("a", "k1"), EnrolmentMeans.TOKEN, Fingerprint.of("guess")))
                .expectExceptionDetails(new NotAllowed())
                .expectNoEvents();
        enrolments
                .given(allowed())
                .when(issue(RIVAL, certificate("a", "k1"), EnrolmentMeans.TOKEN, TOKEN))
                .expectExceptionDetails(new NotAllowed())
                .expectNoEvents();
    }

    /** Before another's authority signs, which nobody can take back. */
    @Test
    void whetherThereWouldBeACertificateIsToldWithoutOne() {
        enrolments.given(allowed()).when(check("k1", TOKEN)).expectNoEvents().expectResultMessagePayload(null);
        enrolments
                .given(allowed(), issued("a", "k1"))
                .when(check("k1", TOKEN))
                .expectNoEvents()
                .expectResultMessagePayload(certificate("a", "k1"));
        enrolments.given(allowed(), issued("a", "k1")).when(check("k2", TOKEN)).expectExceptionDetails(new TokenUsed());
        enrolments
                .given(allowed())
                .when(check("k1", Fingerprint.of("guess")))
                .expectExceptionDetails(new NotAllowed())
                .expectNoEvents();
        enrolments.given(allowed(NOW)).when(check("k1", TOKEN)).expectExceptionDetails(new TokenOver());
    }

    private static CheckDeviceEnrolment check(String key, String proof) {
        return new CheckDeviceEnrolment(ID, ACME, PUMP, Fingerprint.of(key), EnrolmentMeans.TOKEN, proof);
    }

    @Test
    void aTokenThatIsOverGetsNone() {
        enrolments
                .given(allowed(NOW))
                .when(byToken("a", "k1"))
                .expectExceptionDetails(new TokenOver())
                .expectNoEvents();
    }

    /** The answer was lost on the way: the device asks again, and there is one certificate. */
    @Test
    void theSameKeyGetsTheSameCertificateAgain() {
        enrolments
                .given(allowed(), issued("a", "k1"))
                .when(byToken("b", "k1"))
                .expectNoEvents()
                .expectResultMessagePayload(certificate("a", "k1"));
    }

    @Test
    void anotherKeyFindsTheTokenUsed() {
        enrolments
                .given(allowed(), issued("a", "k1"))
                .when(byToken("b", "k2"))
                .expectExceptionDetails(new TokenUsed())
                .expectNoEvents();
    }

    @Test
    void aTokenDoesNotUndoARevocation() {
        enrolments
                .given(allowed(), issued("a", "k1"), revoked("a", RevocationReason.KEY_COMPROMISE))
                .when(byToken("b", "k1"))
                .expectExceptionDetails(new TokenUsed())
                .expectNoEvents();
    }

    @Test
    void aNewTokenVoidsTheOneBefore() {
        String second = Fingerprint.of("second");
        DeviceEnrolmentAllowed again = new DeviceEnrolmentAllowed(ID, ACME, PUMP, second, NOW.plusSeconds(60));
        enrolments
                .given(allowed(), again)
                .when(byToken("a", "k1"))
                .expectExceptionDetails(new NotAllowed())
                .expectNoEvents();
        enrolments
                .given(allowed(), issued("a", "k1"), again)
                .when(issue(ACME, certificate("b", "k2"), EnrolmentMeans.TOKEN, second))
                .expectEvents(issued("b", "k2", EnrolmentMeans.TOKEN, null));
    }

    @Test
    void aCertificateIsRenewedAndStandsUntilTheThird() {
        enrolments
                .given(allowed(), issued("a", "k1"))
                .when(renewal("b", "k2", "a"))
                .expectEvents(issued("b", "k2", EnrolmentMeans.RENEWAL, Fingerprint.of("a")));
        enrolments
                .given(allowed(), issued("a", "k1"), issued("b", "k2", EnrolmentMeans.RENEWAL, Fingerprint.of("a")))
                .when(renewal("c", "k3", "b"))
                .expectEvents(
                        revoked("a", RevocationReason.SUPERSEDED),
                        issued("c", "k3", EnrolmentMeans.RENEWAL, Fingerprint.of("b")));
    }

    /** The one in its hands is the last that may be taken from a device. */
    @Test
    void ofTwoTheOneThatWasShownStays() {
        enrolments
                .given(allowed(), issued("a", "k1"), issued("b", "k2", EnrolmentMeans.RENEWAL, Fingerprint.of("a")))
                .when(renewal("c", "k3", "a"))
                .expectEvents(
                        revoked("b", RevocationReason.SUPERSEDED),
                        issued("c", "k3", EnrolmentMeans.RENEWAL, Fingerprint.of("a")));
    }

    @Test
    void aLostRenewalIsAnsweredAgain() {
        enrolments
                .given(allowed(), issued("a", "k1"), issued("b", "k2", EnrolmentMeans.RENEWAL, Fingerprint.of("a")))
                .when(renewal("c", "k2", "a"))
                .expectNoEvents()
                .expectResultMessagePayload(certificate("b", "k2"));
    }

    @Test
    void whatWasRevokedRenewsNothing() {
        enrolments
                .given(allowed(), issued("a", "k1"), revoked("a", RevocationReason.KEY_COMPROMISE))
                .when(renewal("b", "k2", "a"))
                .expectExceptionDetails(new NotAllowed())
                .expectNoEvents();
    }

    @Test
    void whatIsOverRenewsNothing() {
        DeviceCertificate over = new DeviceCertificate(
                "0a", Fingerprint.of("a"), Fingerprint.of("k1"), NOW.minus(YEAR), NOW.minusSeconds(1), "pem of a");
        enrolments
                .given(allowed(), new DeviceCertificateIssued(ID, ACME, PUMP, over, EnrolmentMeans.TOKEN, null))
                .when(renewal("b", "k2", "a"))
                .expectExceptionDetails(new NotAllowed())
                .expectNoEvents();
    }

    @Test
    void aDeviceThatHasEndedGetsNothing() {
        world.happened(new DeviceRetired(PUMP, LifeCycle.REGISTERED));
        enrolments
                .given(allowed())
                .when(byToken("a", "k1"))
                .expectExceptionDetails(new DeviceEnded(LifeCycle.RETIRED))
                .expectNoEvents();
        enrolments
                .given(allowed(), issued("a", "k1"))
                .when(renewal("b", "k2", "a"))
                .expectExceptionDetails(new DeviceEnded(LifeCycle.RETIRED))
                .expectNoEvents();
        enrolments
                .given(allowed())
                .when(allow(NOW.plusSeconds(60)))
                .expectExceptionDetails(new DeviceEnded(LifeCycle.RETIRED))
                .expectNoEvents();
    }

    @Test
    void aCertificateIsRevokedOnce() {
        enrolments
                .given(allowed(), issued("a", "k1"))
                .when(revoke("a"))
                .expectEvents(revoked("a", RevocationReason.KEY_COMPROMISE));
        enrolments
                .given(allowed(), issued("a", "k1"), revoked("a", RevocationReason.KEY_COMPROMISE))
                .when(revoke("a"))
                .expectExceptionDetails(new CertificateRevokedBefore())
                .expectNoEvents();
        enrolments
                .given(allowed(), issued("a", "k1"))
                .when(revoke("b"))
                .expectExceptionDetails(new CertificateUnknown())
                .expectNoEvents();
    }

    @Test
    void allThatStandsIsRevokedAtTheEnd() {
        enrolments
                .given(allowed(), issued("a", "k1"), issued("b", "k2", EnrolmentMeans.RENEWAL, Fingerprint.of("a")))
                .when(new EndDeviceEnrolment(ID, ACME, PUMP))
                .expectEvents(
                        revoked("a", RevocationReason.CESSATION_OF_OPERATION),
                        revoked("b", RevocationReason.CESSATION_OF_OPERATION));
        enrolments
                .given(allowed(), issued("a", "k1"), revoked("a", RevocationReason.CESSATION_OF_OPERATION))
                .when(new EndDeviceEnrolment(ID, ACME, PUMP))
                .expectNoEvents();
    }

    @Test
    void aFactoryKeyIsPutOnRecordOnce() {
        enrolments.givenNoPriorActivity().when(list("k0")).expectEvents(listed("k0"));
        enrolments.given(listed("k0")).when(list("k0")).expectNoEvents();
        enrolments
                .given(listed("k0"))
                .when(list("k9"))
                .expectExceptionDetails(new FactoryKeyDiffers())
                .expectNoEvents();
    }

    /** A code that is dropped without a word would be in the box of the device and open nothing. */
    @Test
    void aListWithAnotherClaimCodeIsRefused() {
        enrolments
                .given(listed("k0"))
                .when(list("k0", Fingerprint.of("corrected")))
                .expectExceptionDetails(new ClaimCodeDiffers())
                .expectNoEvents();
        enrolments
                .given(listed("k0", null))
                .when(list("k0"))
                .expectExceptionDetails(new ClaimCodeDiffers())
                .expectNoEvents();
        enrolments.given(listed("k0")).when(list("k0", null)).expectNoEvents();
    }

    @Test
    void aFactoryKeyIsGoodForOneOperationalKey() {
        enrolments
                .given(listed("k0"))
                .when(byFactory("a", "k1", "k0"))
                .expectEvents(issued("a", "k1", EnrolmentMeans.FACTORY_CERTIFICATE, null));
        DeviceCertificateIssued issued = issued("a", "k1", EnrolmentMeans.FACTORY_CERTIFICATE, null);
        enrolments
                .given(listed("k0"), issued)
                .when(byFactory("b", "k1", "k0"))
                .expectNoEvents()
                .expectResultMessagePayload(certificate("a", "k1"));
        enrolments
                .given(listed("k0"), issued)
                .when(byFactory("b", "k2", "k0"))
                .expectExceptionDetails(new FactoryKeyUsed())
                .expectNoEvents();
        enrolments
                .given(listed("k0"), issued, revoked("a", RevocationReason.KEY_COMPROMISE))
                .when(byFactory("b", "k1", "k0"))
                .expectExceptionDetails(new FactoryKeyUsed())
                .expectNoEvents();
    }

    @Test
    void aKeyThatNobodyListedGetsNone() {
        enrolments
                .given(listed("k0"))
                .when(byFactory("a", "k1", "k9"))
                .expectExceptionDetails(new NotAllowed())
                .expectNoEvents();
        enrolments
                .given(allowed())
                .when(byFactory("a", "k1", "k0"))
                .expectExceptionDetails(new NotAllowed())
                .expectNoEvents();
    }

    @Test
    void theCodeOfTheBoxClaimsTheDeviceOnce() {
        enrolments.given(listed("k0")).when(claim("code", BERN)).expectEvents(new DeviceClaimed(ID, ACME, PUMP, BERN));
        enrolments
                .given(listed("k0"), new DeviceClaimed(ID, ACME, PUMP, BERN))
                .when(claim("code", BASEL))
                .expectExceptionDetails(new ClaimCodeUsed())
                .expectNoEvents();
        enrolments
                .given(listed("k0"))
                .when(claim("guess", BERN))
                .expectExceptionDetails(new ClaimCodeUnknown())
                .expectNoEvents();
        enrolments
                .given(listed("k0"))
                .when(claim("code", RIVALS_SITE))
                .expectExceptionDetails(new SiteUnknown(RIVALS_SITE))
                .expectNoEvents();
        enrolments
                .given(allowed())
                .when(claim("code", BERN))
                .expectExceptionDetails(new ClaimCodeUnknown())
                .expectNoEvents();
    }

    private static ClaimDevice claim(String code, SiteId site) {
        return new ClaimDevice(ID, ACME, PUMP, Fingerprint.of(code), site);
    }

    private static final SignedBy SIGNER = new SignedBy(Fingerprint.of("signer"), "CN=lists");

    private static ImportFactoryKeys list(String key) {
        return list(key, Fingerprint.of("code"));
    }

    private static ImportFactoryKeys list(String key, @Nullable String claimHash) {
        return new ImportFactoryKeys(ID, ACME, PUMP, Fingerprint.of(key), claimHash, Fingerprint.of("list"), SIGNER);
    }

    private static FactoryKeyImported listed(String key) {
        return listed(key, Fingerprint.of("code"));
    }

    private static FactoryKeyImported listed(String key, @Nullable String claimHash) {
        return new FactoryKeyImported(ID, ACME, PUMP, Fingerprint.of(key), claimHash, Fingerprint.of("list"), SIGNER);
    }

    private static IssueDeviceCertificate byFactory(String name, String key, String factoryKey) {
        return issue(ACME, certificate(name, key), EnrolmentMeans.FACTORY_CERTIFICATE, Fingerprint.of(factoryKey));
    }

    private static AllowDeviceEnrolment allow(Instant until) {
        return new AllowDeviceEnrolment(ID, ACME, PUMP, TOKEN, until);
    }

    private static DeviceEnrolmentAllowed allowed() {
        return allowed(NOW.plusSeconds(60));
    }

    private static DeviceEnrolmentAllowed allowed(Instant until) {
        return new DeviceEnrolmentAllowed(ID, ACME, PUMP, TOKEN, until);
    }

    private static DeviceCertificate certificate(String name, String key) {
        return new DeviceCertificate(
                "0" + name, Fingerprint.of(name), Fingerprint.of(key), NOW, NOW.plus(YEAR), "pem of " + name);
    }

    private static IssueDeviceCertificate byToken(String name, String key) {
        return issue(ACME, certificate(name, key), EnrolmentMeans.TOKEN, TOKEN);
    }

    private static IssueDeviceCertificate renewal(String name, String key, String shown) {
        return issue(ACME, certificate(name, key), EnrolmentMeans.RENEWAL, Fingerprint.of(shown));
    }

    private static IssueDeviceCertificate issue(
            TenantId tenant, DeviceCertificate certificate, EnrolmentMeans means, String proof) {
        return new IssueDeviceCertificate(ID, tenant, PUMP, certificate, means, proof);
    }

    private static DeviceCertificateIssued issued(String name, String key) {
        return issued(name, key, EnrolmentMeans.TOKEN, null);
    }

    private static DeviceCertificateIssued issued(
            String name, String key, EnrolmentMeans means, @Nullable String renewed) {
        return new DeviceCertificateIssued(ID, ACME, PUMP, certificate(name, key), means, renewed);
    }

    private static RevokeDeviceCertificate revoke(String name) {
        return new RevokeDeviceCertificate(ID, ACME, PUMP, Fingerprint.of(name), RevocationReason.KEY_COMPROMISE);
    }

    private static DeviceCertificateRevoked revoked(String name, RevocationReason reason) {
        return new DeviceCertificateRevoked(ID, ACME, PUMP, "0" + name, Fingerprint.of(name), reason);
    }
}
