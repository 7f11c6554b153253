package io.devicetrail.pki.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.enrolment.CertifiedDevice;
import io.devicetrail.domain.enrolment.DeviceCertificate;
import io.devicetrail.domain.enrolment.EnrolmentEvent;
import io.devicetrail.domain.enrolment.EnrolmentId;
import io.devicetrail.domain.enrolment.EnrolmentMeans;
import io.devicetrail.domain.enrolment.Fingerprint;
import io.devicetrail.domain.enrolment.RevocationReason;
import io.devicetrail.domain.enrolment.SignedBy;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.pki.TestDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;

class KnownCertificatesTest {
    private static final TenantId ACME = TenantId.of("acme");
    private static final TenantId RIVAL = TenantId.of("rival");
    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final DeviceId PUMP = DeviceId.of(ACME, "Flow AG", "P-1");
    private static final DeviceId GATEWAY = DeviceId.of(ACME, "Flow AG", "G-1");
    private static final DeviceId OTHER = DeviceId.of(RIVAL, "Flow AG", "G-1");

    private static final SignedBy MAKER = new SignedBy(Fingerprint.of("signer"), "CN=lists");

    private final ReadPulse pulse = new ReadPulse();
    private long index;
    private final CertificatesProjection projection =
            new CertificatesProjection(new JdbcTemplate(TestDatabase.POOL), pulse);

    @BeforeEach
    void anew() {
        projection.beginRebuild();
        projection.completeRebuild();
        TestDatabase.unread();
    }

    private TrackingToken next() {
        return new GlobalSequenceTrackingToken(index++);
    }

    private static KnownCertificates at(Instant now) {
        return new KnownCertificates(
                JdbcClient.create(TestDatabase.POOL), new ReadPulse(), Clock.fixed(now, ZoneOffset.UTC));
    }

    private void registered(TenantId tenant, DeviceId device, @Nullable DeviceId gateway) {
        projection.on(
                new DeviceEvent.DeviceRegistered(
                        device,
                        tenant,
                        SiteId.of(tenant, "basel"),
                        "Flow AG",
                        "P-1",
                        DeviceModelId.of(tenant, "Flow AG", "P100"),
                        1,
                        null,
                        null,
                        gateway,
                        new TreeMap<>()),
                next());
    }

    private void issued(TenantId tenant, DeviceId device, String name) {
        projection.on(
                new EnrolmentEvent.DeviceCertificateIssued(
                        EnrolmentId.of(device),
                        tenant,
                        device,
                        new DeviceCertificate(
                                "0a" + name.length(),
                                Fingerprint.of(name),
                                Fingerprint.of("key"),
                                NOW,
                                NOW.plus(Duration.ofDays(1)),
                                "pem"),
                        EnrolmentMeans.TOKEN,
                        null),
                next(),
                NOW);
    }

    private void revoked(String name) {
        projection.on(
                new EnrolmentEvent.DeviceCertificateRevoked(
                        EnrolmentId.of(PUMP), ACME, PUMP, "0a", Fingerprint.of(name), RevocationReason.KEY_COMPROMISE),
                next(),
                NOW);
    }

    @Test
    void whatWasIssuedOpensUntilItsEnd() {
        registered(ACME, PUMP, null);
        issued(ACME, PUMP, "a");
        String fingerprint = Fingerprint.of("a");
        assertThat(at(NOW).admitted(fingerprint)).contains(new CertifiedDevice(ACME, PUMP));
        assertThat(at(NOW.plus(Duration.ofDays(1))).admitted(fingerprint)).isPresent();
        assertThat(at(NOW.plus(Duration.ofDays(1)).plusSeconds(1)).admitted(fingerprint))
                .isEmpty();
        assertThat(at(NOW.minusSeconds(1)).admitted(fingerprint)).isEmpty();
        assertThat(at(NOW).admitted(Fingerprint.of("b"))).isEmpty();
    }

    @Test
    void whatWasRevokedOpensNothing() {
        registered(ACME, PUMP, null);
        issued(ACME, PUMP, "a");
        issued(ACME, PUMP, "bb");
        revoked("a");
        assertThat(at(NOW).admitted(Fingerprint.of("a"))).isEmpty();
        assertThat(at(NOW).refused(List.of(Fingerprint.of("a"), Fingerprint.of("bb"), Fingerprint.of("no"))))
                .containsExactlyInAnyOrder(Fingerprint.of("a"), Fingerprint.of("no"));
        assertThat(at(NOW).refused(List.of())).isEmpty();
    }

    /** Before anybody has revoked its certificates one by one. */
    @Test
    void theEndOfADeviceIsTheEndOfItsCredentials() {
        registered(ACME, PUMP, null);
        issued(ACME, PUMP, "a");
        projection.on(new DeviceEvent.DeviceSuspended(PUMP, LifeCycle.ACTIVE), next());
        assertThat(at(NOW).admitted(Fingerprint.of("a"))).isPresent();
        projection.on(new DeviceEvent.DeviceReplaced(PUMP, GATEWAY, LifeCycle.ACTIVE), next());
        assertThat(at(NOW).admitted(Fingerprint.of("a"))).isEmpty();
        assertThat(at(NOW).refused(List.of(Fingerprint.of("a")))).hasSize(1);
    }

    @Test
    void aGatewaySpeaksForWhatIsBehindIt() {
        DeviceId sensor = DeviceId.of(ACME, "Flow AG", "S-1");
        registered(ACME, GATEWAY, null);
        registered(ACME, PUMP, GATEWAY);
        registered(ACME, sensor, PUMP);
        registered(RIVAL, OTHER, null);
        KnownCertificates known = at(NOW);
        assertThat(known.isBehind(GATEWAY, PUMP)).isTrue();
        assertThat(known.isBehind(GATEWAY, sensor)).as("through another one").isTrue();
        assertThat(known.isBehind(PUMP, GATEWAY)).isFalse();
        assertThat(known.isBehind(GATEWAY, GATEWAY)).isFalse();
        assertThat(known.isBehind(OTHER, PUMP)).isFalse();
        projection.on(new DeviceEvent.DeviceAttachedToGateway(PUMP, GATEWAY, null), next());
        assertThat(known.isBehind(GATEWAY, PUMP)).isFalse();
        assertThat(known.isBehind(GATEWAY, sensor)).isFalse();
    }

    /** What was behind it is behind nothing, until somebody attaches it anew. */
    @Test
    void nobodySpeaksThroughAGatewayThatHasEnded() {
        DeviceId sensor = DeviceId.of(ACME, "Flow AG", "S-1");
        registered(ACME, GATEWAY, null);
        registered(ACME, PUMP, GATEWAY);
        registered(ACME, sensor, PUMP);
        projection.on(new DeviceEvent.DeviceRetired(PUMP, LifeCycle.ACTIVE), next());
        assertThat(at(NOW).isBehind(GATEWAY, sensor)).isFalse();
    }

    /** What the log cannot say, a table that was written past it might. */
    @Test
    void aGatewayOfAnotherTenantSpeaksForNobody() {
        registered(RIVAL, OTHER, null);
        registered(ACME, PUMP, OTHER);
        assertThat(at(NOW).isBehind(OTHER, PUMP)).isFalse();
    }

    @Test
    void aRingOfGatewaysEnds() {
        registered(ACME, GATEWAY, PUMP);
        registered(ACME, PUMP, GATEWAY);
        assertThat(at(NOW).isBehind(DeviceId.of(ACME, "Flow AG", "none"), PUMP)).isFalse();
    }

    @Test
    void aRebuildShutsNobodyOut() {
        projection.on(new TenantEvent.TenantCreated(ACME, "Acme"), next());
        registered(ACME, PUMP, null);
        issued(ACME, PUMP, "a");
        String digest = projection.digest();
        projection.beginRebuild();
        assertThat(at(NOW).admitted(Fingerprint.of("a"))).isPresent();
        assertThat(at(NOW).isTenant(ACME)).isTrue();
        index = 0;
        projection.on(new TenantEvent.TenantCreated(ACME, "Acme"), next());
        registered(ACME, PUMP, null);
        issued(ACME, PUMP, "a");
        issued(ACME, PUMP, "a");
        projection.completeRebuild();
        assertThat(projection.digest()).isEqualTo(digest);
        revoked("a");
        assertThat(projection.digest()).isNotEqualTo(digest);
        assertThat(at(NOW).admitted(Fingerprint.of("a"))).isEmpty();
    }

    /** Boards go from a device that was retired into others. */
    @Test
    void aDeviceThatHasEndedStandsInNoOthersWay() {
        listed(PUMP);
        listed(GATEWAY);
        KnownCertificates known = at(NOW);
        assertThat(known.deviceOfFactoryKey(ACME, Fingerprint.of("factory")))
                .as("of two")
                .isEmpty();
        assertThat(known.deviceOf(ACME, Fingerprint.of("code"))).as("of two").isEmpty();
        projection.on(new DeviceEvent.DeviceRetired(GATEWAY, LifeCycle.ACTIVE), next());
        assertThat(known.deviceOfFactoryKey(ACME, Fingerprint.of("factory"))).contains(PUMP);
        assertThat(known.deviceOf(ACME, Fingerprint.of("code"))).contains(PUMP);
        projection.on(new DeviceEvent.DeviceReplaced(PUMP, OTHER, LifeCycle.ACTIVE), next());
        assertThat(known.deviceOfFactoryKey(ACME, Fingerprint.of("factory"))).isEmpty();
        assertThat(known.deviceOf(ACME, Fingerprint.of("code"))).isEmpty();
    }

    @Test
    void aDeviceThatWasHandedOverOpensNothing() {
        registered(ACME, PUMP, null);
        issued(ACME, PUMP, "a");
        assertThat(at(NOW).admitted(Fingerprint.of("a"))).as("the control").isPresent();
        projection.on(
                new DeviceEvent.DeviceHandedOver(
                        PUMP, DeviceTransferId.of(ACME, "ada", "1"), RIVAL, LifeCycle.ENROLLED),
                next());
        assertThat(at(NOW).admitted(Fingerprint.of("a"))).isEmpty();
    }

    /** As a maker's name may be written otherwise, and of that spelling no list has to be signed. */
    @Test
    void aListThatNobodySignedVoidsNoneThatIsSigned() {
        listed(PUMP, MAKER);
        listed(GATEWAY);
        listed(DeviceId.of(ACME, "FLOW AG", "P-1"));
        KnownCertificates known = at(NOW);
        assertThat(known.deviceOfFactoryKey(ACME, Fingerprint.of("factory"))).contains(PUMP);
        assertThat(known.deviceOf(ACME, Fingerprint.of("code"))).contains(PUMP);
        listed(DeviceId.of(ACME, "Flow AG", "P-2"), MAKER);
        assertThat(known.deviceOfFactoryKey(ACME, Fingerprint.of("factory")))
                .as("of two signed ones")
                .isEmpty();
        assertThat(known.deviceOf(ACME, Fingerprint.of("code")))
                .as("of two signed ones")
                .isEmpty();
        projection.on(new DeviceEvent.DeviceRetired(PUMP, LifeCycle.ACTIVE), next());
        assertThat(known.deviceOfFactoryKey(ACME, Fingerprint.of("factory")))
                .contains(DeviceId.of(ACME, "Flow AG", "P-2"));
    }

    private void listed(DeviceId device) {
        listed(device, null);
    }

    private void listed(DeviceId device, @Nullable SignedBy signer) {
        registered(ACME, device, null);
        projection.on(
                new EnrolmentEvent.FactoryKeyImported(
                        EnrolmentId.of(device),
                        ACME,
                        device,
                        Fingerprint.of("factory"),
                        Fingerprint.of("code"),
                        Fingerprint.of("list"),
                        signer),
                next(),
                NOW);
    }

    @Test
    void whoWaitsIsTold() throws InterruptedException {
        registered(ACME, PUMP, null);
        KnownCertificates known =
                new KnownCertificates(JdbcClient.create(TestDatabase.POOL), pulse, Clock.fixed(NOW, ZoneOffset.UTC));
        assertThat(known.awaitAdmitted(Fingerprint.of("a"), Duration.ofMillis(20)))
                .isFalse();
        Thread reader = Thread.startVirtualThread(() -> issued(ACME, PUMP, "a"));
        assertThat(known.awaitAdmitted(Fingerprint.of("a"), Duration.ofSeconds(10)))
                .isTrue();
        reader.join();
    }
}
