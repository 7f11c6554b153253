package io.devicetrail.sagas.certificaterenewal;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateIssued;
import io.devicetrail.domain.enrolment.EnrolmentEvent.DeviceCertificateRevoked;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.RenewalTerm;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.incident.IncidentCommand.CloseIncident;
import io.devicetrail.domain.incident.IncidentCommand.OpenIncident;
import io.devicetrail.domain.incident.IncidentEnd;
import io.devicetrail.domain.incident.IncidentId;
import io.devicetrail.domain.incident.IncidentKind;
import io.devicetrail.domain.incident.IncidentSubject;
import io.devicetrail.domain.incident.NewestCertificates;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.sagas.TestedIndex;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.axonframework.test.saga.ContinuedGivenState;
import org.axonframework.test.saga.SagaTestFixture;
import org.axonframework.test.utils.RecordingCommandBus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

/** A year of life, renewal thirty days before its end. */
class CertificateRenewalTest {
    private static final TenantId ACME = new TenantId("acme");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final Instant ISSUED = Instant.parse("2026-11-20T10:00:00Z");
    private static final Duration LIFE = Duration.ofDays(365);
    private static final Duration TERM = Duration.ofDays(30);
    private static final Instant END = ISSUED.plus(LIFE);
    private static final IncidentId INCIDENT =
            IncidentId.of(IncidentKind.CERTIFICATE_OVERDUE, IncidentSubject.of(PUMP), "");

    private final SagaTestFixture<CertificateRenewal> saga = new SagaTestFixture<>(CertificateRenewal.class);
    private final TestedIndex log = new TestedIndex(1);
    private Duration term = TERM;
    private boolean behind;
    private String inForce = "a";

    @BeforeEach
    void readsTheTerm() {
        saga.registerResource((RenewalTerm) () -> term);
        saga.registerResource((NewestCertificates) (device, fingerprint) -> {
            if (behind) {
                throw new TimeoutException("behind");
            }
            return device.equals(PUMP) && fingerprint.equals(inForce);
        });
        saga.registerParameterResolverFactory(log);
    }

    @Test
    void aCertificateIsDueTheTermBeforeItsEnd() throws Exception {
        saga.givenCurrentTime(ISSUED)
                .whenPublishingA(issued("a", LIFE))
                .expectActiveSagas(1)
                .expectScheduledDeadlineWithName(LIFE.minus(TERM), CertificateRenewal.RENEWAL_DUE);
    }

    @Test
    void oneOfAShortLifeIsNotDueBeforeItsLastQuarter() throws Exception {
        saga.givenCurrentTime(ISSUED)
                .whenPublishingA(issued("a", Duration.ofHours(4)))
                .expectScheduledDeadlineWithName(Duration.ofHours(3), CertificateRenewal.RENEWAL_DUE);
    }

    @Test
    void nothingIsToldJustBefore() throws Exception {
        given().whenTimeElapses(LIFE.minus(TERM).minusMillis(1)).expectNoDispatchedCommands();
    }

    @Test
    void whenItIsDueAnIncidentSaysSo() throws Exception {
        given().whenTimeElapses(LIFE.minus(TERM))
                .expectTriggeredDeadlinesWithName(CertificateRenewal.RENEWAL_DUE)
                .expectDispatchedCommands(told(CertificateRenewal.RENEWAL_DUE, "a"))
                .expectScheduledDeadlineWithName(Duration.ofDays(20), CertificateRenewal.END_NEAR);
        assertThat(((RecordingCommandBus) saga.getCommandBus()).getDispatchedCommands())
                .singleElement()
                .satisfies(sent -> assertThat(sent.getMetaData())
                        .containsEntry(Metadata.TENANT, "acme")
                        .containsEntry(Metadata.ACTOR_ID, "certificate-renewal-saga"));
    }

    @Test
    void itIsSaidAgainWhenTheEndIsNearAndAtTheEnd() throws Exception {
        given().andThenTimeElapses(LIFE.minus(TERM))
                .whenTimeElapses(Duration.ofDays(20))
                .expectDispatchedCommands(told(CertificateRenewal.END_NEAR, "a"))
                .expectScheduledDeadlineWithName(Duration.ofDays(10), CertificateRenewal.END);
        another()
                .given()
                .andThenTimeElapses(LIFE.minus(Duration.ofDays(10)))
                .whenTimeElapses(Duration.ofDays(10))
                .expectDispatchedCommands(told(CertificateRenewal.END, "a"))
                .expectActiveSagas(1)
                .expectNoScheduledDeadlines();
    }

    @Test
    void aRenewalInTimeClosesWhatMayBeOpenAndIsDueInItsTurn() throws Exception {
        given().andThenTimeElapses(Duration.ofDays(200))
                .whenPublishingA(issued("b", Duration.ofDays(565)))
                .expectActiveSagas(1)
                .expectDispatchedCommands(closed(IncidentEnd.RECOVERED, "renewed by b", 2))
                .expectNoScheduledDeadline(LIFE.minus(TERM).minusDays(200), "a")
                .expectScheduledDeadlineWithName(Duration.ofDays(335), CertificateRenewal.RENEWAL_DUE);
    }

    @Test
    void aLateRenewalEndsTheIncident() throws Exception {
        given().andThenTimeElapses(LIFE.minus(TERM))
                .whenPublishingA(issued("b", LIFE.plusDays(365)))
                .expectDispatchedCommands(closed(IncidentEnd.RECOVERED, "renewed by b", 2));
    }

    @Test
    void aDeviceThatLeavesServiceRenewsNothing() throws Exception {
        given().andThenTimeElapses(LIFE.minus(TERM))
                .whenPublishingA(revoked("a", RevocationReason.CESSATION_OF_OPERATION))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines()
                .expectDispatchedCommands(closed(IncidentEnd.OUT_OF_SERVICE, "revoked a", 2));
    }

    /** The saga is in its place of the log; what is before that was told. */
    @Test
    void aRevocationThatWasReadBeforeEndsNothing() throws Exception {
        log.goTo(7);
        ContinuedGivenState known = given();
        log.goTo(6);
        known.whenPublishingA(revoked("a", RevocationReason.KEY_COMPROMISE))
                .expectNoDispatchedCommands()
                .expectActiveSagas(1);
    }

    /** Whoever told it: the process that did may have been lost with its store. */
    @Test
    void theFirstCertificateThatIsSeenClosesWhatMayBeOpen() throws Exception {
        log.goTo(7);
        saga.givenCurrentTime(ISSUED)
                .whenPublishingA(issued("a", LIFE))
                .expectDispatchedCommands(closed(IncidentEnd.RECOVERED, "renewed by a", 7));
    }

    private static CloseIncident closed(IncidentEnd why, String cause, long index) {
        return new CloseIncident(INCIDENT, why, cause).at(index);
    }

    @Test
    void theEndOfTheOneBeforeItIsNoneOfThis() throws Exception {
        given().andThenAPublished(issued("b", LIFE))
                .whenPublishingA(revoked("a", RevocationReason.SUPERSEDED))
                .expectActiveSagas(1)
                .expectNoDispatchedCommands();
    }

    /** The device still has the one before, and that has an end, too; also where a person says that the device has left. */
    @ParameterizedTest
    @EnumSource(names = {"SUPERSEDED", "CESSATION_OF_OPERATION"})
    void whereTheNewestIsRevokedTheOneBeforeIsDueAgain(RevocationReason why) throws Exception {
        given().andThenAPublished(issued("b", LIFE.multipliedBy(2)))
                .andThenTimeElapses(Duration.ofDays(10))
                .whenPublishingA(revoked("b", why))
                .expectActiveSagas(1)
                .expectDispatchedCommands(closed(IncidentEnd.RECOVERED, "revoked b", 3))
                .expectScheduledDeadlineWithName(LIFE.minus(TERM).minusDays(10), CertificateRenewal.RENEWAL_DUE);
    }

    /** Under a cause of its own: that it was due had been told before it was renewed. */
    @Test
    void whatIsToldOfTheOneBeforeRestsOnTheRevocation() throws Exception {
        given().andThenTimeElapses(LIFE.minus(TERM))
                .andThenAPublished(issued("b", LIFE.multipliedBy(2)))
                .andThenAPublished(revoked("b", RevocationReason.SUPERSEDED))
                .whenTimeElapses(Duration.ofSeconds(1))
                .expectDispatchedCommands(told(
                        CertificateRenewal.RENEWAL_DUE,
                        "a",
                        CertificateRenewal.RENEWAL_DUE + " of a, again since 3",
                        3))
                .expectScheduledDeadlineWithName(Duration.ofDays(20).minusSeconds(1), CertificateRenewal.END_NEAR);
    }

    @Test
    void whereTheOneBeforeIsOverOrRevokedNothingIsLeft() throws Exception {
        given().andThenAPublished(issued("b", LIFE.multipliedBy(2)))
                .andThenTimeElapses(LIFE)
                .whenPublishingA(revoked("b", RevocationReason.SUPERSEDED))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines();
        another()
                .given()
                .andThenAPublished(issued("b", LIFE.multipliedBy(2)))
                .andThenAPublished(revoked("a", RevocationReason.KEY_COMPROMISE))
                .whenPublishingA(revoked("b", RevocationReason.KEY_COMPROMISE))
                .expectActiveSagas(0)
                .expectNoScheduledDeadlines();
    }

    /** As of a log that is read from its beginning: the device has another one, or is none of ours any more. */
    @Test
    void ofOneThatIsNotInForceNothingIsTold() throws Exception {
        inForce = "b";
        given().whenTimeElapses(LIFE)
                .expectTriggeredDeadlinesWithName(CertificateRenewal.RENEWAL_DUE)
                .expectNoDispatchedCommands()
                .expectNoScheduledDeadlines()
                .expectActiveSagas(1);
    }

    @Test
    void whereItCannotBeToldItIsTriedAgain() throws Exception {
        behind = true;
        given().whenTimeElapses(LIFE.minus(TERM))
                .expectNoDispatchedCommands()
                .expectScheduledDeadlineWithName(CertificateRenewal.later(PUMP), CertificateRenewal.RENEWAL_DUE);
    }

    /** Where ten thousand were due at once, no second has much more than its share of them. */
    @Test
    void theTriesOfManyDevicesAreSpread() {
        Map<Duration, Long> tries = IntStream.range(0, 10_000)
                .mapToObj(number -> CertificateRenewal.later(DeviceId.of(ACME, "Flow AG", "P-" + number)))
                .collect(Collectors.groupingBy(later -> later, Collectors.counting()));
        assertThat(tries.keySet())
                .allSatisfy(later -> assertThat(later)
                        .isBetween(CertificateRenewal.LATER, CertificateRenewal.LATER.plus(CertificateRenewal.SPREAD)));
        assertThat(tries.values()).allSatisfy(count -> assertThat(count).isLessThan(100));
        assertThat(CertificateRenewal.later(PUMP)).isEqualTo(CertificateRenewal.later(PUMP));
    }

    /** After a lost token: the saga is further than what comes again. */
    @Test
    void whatWasReadBeforeEndsNothing() throws Exception {
        log.goTo(7);
        ContinuedGivenState told = given().andThenTimeElapses(LIFE.minus(TERM));
        log.goTo(6);
        told.whenPublishingA(issued("0", LIFE)).expectNoDispatchedCommands().expectActiveSagas(1);
    }

    @Test
    void whatIsStoredIsReadBack() {
        JsonMapper json = JsonMapper.builder().build();
        String stored = """
                {"tenant":"acme","device":"%s","fingerprint":"a","notAfter":"2027-11-20T10:00:00Z","term":"PT720H",
                 "deadlineName":"certificate-end","deadline":"d-1",
                 "index":7,"issued":5,"again":true,
                 "predecessor":{"fingerprint":"0","notAfter":"2027-01-01T00:00:00Z","term":"PT720H"}}""".formatted(PUMP);
        CertificateRenewal read = json.readValue(stored, CertificateRenewal.class);
        assertThat(json.readTree(json.writeValueAsString(read))).isEqualTo(json.readTree(stored));
    }

    /** One that was stored before it kept where the certificate was issued. */
    @Test
    void whatWasStoredBeforeIsRead() {
        JsonMapper json = JsonMapper.builder().build();
        CertificateRenewal read =
                json.readValue("{\"fingerprint\":\"a\",\"told\":\"x\",\"index\":7}", CertificateRenewal.class);
        assertThat(json.readTree(json.writeValueAsString(read)).path("issued").isNull())
                .isTrue();
    }

    private static CertificateRenewalTest another() {
        CertificateRenewalTest another = new CertificateRenewalTest();
        another.readsTheTerm();
        return another;
    }

    private ContinuedGivenState given() throws Exception {
        return saga.givenCurrentTime(ISSUED).andThenAPublished(issued("a", LIFE));
    }

    private static OpenIncident told(String stage, String fingerprint) {
        return told(stage, fingerprint, stage + " of " + fingerprint, 1);
    }

    private static OpenIncident told(String stage, String fingerprint, String cause, long index) {
        return OpenIncident.of(
                        ACME,
                        IncidentKind.CERTIFICATE_OVERDUE,
                        IncidentSubject.of(PUMP),
                        "",
                        END.minus(TERM),
                        new TreeMap<>(Map.of("stage", stage, "notAfter", END.toString(), "fingerprint", fingerprint)),
                        cause)
                .at(index);
    }

    private static DeviceCertificateIssued issued(String fingerprint, Duration life) {
        return new DeviceCertificateIssued(
                EnrolmentId.of(PUMP),
                ACME,
                PUMP,
                new DeviceCertificate("0a", fingerprint, "key", ISSUED, ISSUED.plus(life), "pem"),
                EnrolmentMeans.TOKEN,
                null);
    }

    private static DeviceCertificateRevoked revoked(String fingerprint, RevocationReason reason) {
        return new DeviceCertificateRevoked(EnrolmentId.of(PUMP), ACME, PUMP, "0a", fingerprint, reason);
    }
}
