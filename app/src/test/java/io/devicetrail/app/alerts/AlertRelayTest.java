package io.devicetrail.app.alerts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import com.sun.net.httpserver.HttpServer;
import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.AlertReceiver;
import io.devicetrail.domain.account.AccountEvent.AccountLocked;
import io.devicetrail.domain.account.AccountEvent.SecondFactorReset;
import io.devicetrail.domain.account.AccountId;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerMismatchFound;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.person.PersonEvent.RoleGranted;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantineReleaseSettled;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

class AlertRelayTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final PersonId PERSON = PersonId.of(PersonId.LOCAL, "ada");
    private static final TenantId ACME = new TenantId("acme");
    private static final AccountLocked LOCKED =
            new AccountLocked(AccountId.of(PERSON), PERSON, 5, NOW.plus(Duration.ofMinutes(15)));
    private static final MetaData FROM = MetaData.from(Map.of(Metadata.ADDRESS, "10.0.0.9", Metadata.CLIENT, "curl"));

    private final AlertReceiver receiver = new AlertReceiver();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    @Requirement("11.300(d)")
    void aLockoutTellsWhoWhereAndUntilWhen() throws Exception {
        Path token = Files.writeString(folder.resolve("token"), "of-the-receiver\n");

        relay(token).on(LOCKED, at(41), NOW, FROM);

        assertThat(receiver.taken()).singleElement().satisfies(alert -> {
            assertThat(alert.path("alert").asString()).isEqualTo("ACCOUNT_LOCKED");
            assertThat(alert.path("index").asLong()).isEqualTo(41);
            assertThat(alert.path("recordedAt").asString()).isEqualTo("2026-11-20T10:00:00Z");
            assertThat(alert.path("message").asString())
                    .isEqualTo("The account of Ada Lovelace is locked after 5 failed sign-ins.");
            assertThat(alert.at("/details/address").asString()).isEqualTo("10.0.0.9");
            assertThat(alert.at("/details/until").asString()).isEqualTo("2026-11-20T10:15:00Z");
        });
        assertThat(receiver.authorizations()).containsExactly("Bearer of-the-receiver");
    }

    @Test
    void aMismatchOfTheLedgerIsTold() throws Exception {
        relay(null).on(new LedgerMismatchFound(new LedgerId("here"), 7L, "event 7 differs", 9), at(42), NOW);

        assertThat(receiver.taken())
                .singleElement()
                .satisfies(
                        alert -> assertThat(alert.at("/details/event").asLong()).isEqualTo(7));
    }

    @Test
    @Requirement("11.200(a)(3)")
    void whatOpensAnAccountToAnotherHandIsTold() throws Exception {
        MetaData by =
                MetaData.from(Map.of(Metadata.ACTOR_NAME, "Bea Best", Metadata.ACTOR_ID, "b", Metadata.ADDRESS, "::1"));
        AlertRelay relay = relay(null);
        relay.on(new RoleGranted(PERSON, ACME, null, "operator", Duty.WORK, "TR 1"), at(42), NOW, by);
        assertThat(receiver.taken()).as("work opens nothing").isEmpty();

        relay.on(
                new RoleGranted(
                        PERSON, TenantId.INSTALLATION, null, "platform-administrator", Duty.ADMINISTRATION, "TR 1"),
                at(43),
                NOW,
                by);
        relay.on(new SecondFactorReset(AccountId.of(PERSON), PERSON), at(44), NOW, by);
        assertThat(receiver.taken())
                .extracting(
                        alert -> alert.path("alert").asString(),
                        alert -> alert.path("message").asString())
                .containsExactly(
                        tuple("ADMINISTRATOR_APPOINTED", "Ada Lovelace administers the installation now, by Bea Best."),
                        tuple("SECOND_FACTOR_RESET", "Ada Lovelace has to enrol a second factor anew, by Bea Best."));
    }

    @Test
    void aReleasedMessageThatSomebodyChangedIsTold() throws Exception {
        AlertRelay relay = relay(null);
        relay.on(settled("DEVICE_ENDED"), at(43), NOW);
        assertThat(receiver.taken()).as("an outcome like others").isEmpty();

        relay.on(settled("CHANGED_SINCE"), at(44), NOW);
        assertThat(receiver.taken()).singleElement().satisfies(alert -> {
            assertThat(alert.path("alert").asString()).isEqualTo("QUARANTINE_CHANGED");
            assertThat(alert.at("/details/number").asInt()).isEqualTo(17);
        });
        relay.on(settled("NOT_KEPT"), at(45), NOW);
        assertThat(receiver.taken())
                .last()
                .satisfies(alert -> assertThat(alert.path("message").asString()).contains("is not there"));
    }

    private static QuarantineReleaseSettled settled(String outcome) {
        DeviceId device = DeviceId.of(ACME, "Flow AG", "P-1");
        return new QuarantineReleaseSettled(
                QuarantinedMessageId.of(ACME, 17), ACME, device, 17, 1, outcome, "as it is");
    }

    @Test
    void oneThatIsNotTakenComesAgain() throws Exception {
        receiver.refuse(1);

        assertThatThrownBy(() -> relay(null).on(LOCKED, at(41), NOW, FROM))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("503");
        relay(null).on(LOCKED, at(41), NOW, FROM);

        assertThat(receiver.taken()).hasSize(1);
    }

    @Test
    void whatIsOlderThanADayIsNoNews() throws Exception {
        relay(null).on(LOCKED, at(41), NOW.minus(AlertRelay.NEWS).minusSeconds(1), FROM);

        assertThat(receiver.taken()).isEmpty();
    }

    /** Whoever can turn the receiver's answers would read of every lockout. */
    @Test
    void nobodyElseIsToldByARedirect() throws Exception {
        HttpServer turning = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        turning.createContext("/", exchange -> {
            exchange.getResponseHeaders().set("Location", receiver.url());
            exchange.sendResponseHeaders(307, -1);
            exchange.close();
        });
        turning.start();
        try {
            String there = "http://127.0.0.1:" + turning.getAddress().getPort() + "/";
            assertThatThrownBy(() -> relay(there, null).on(LOCKED, at(41), NOW, FROM))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("307");
            assertThat(receiver.taken()).isEmpty();
        } finally {
            turning.stop(0);
        }
    }

    /** It takes the connection and says nothing: the processor must come to try again. */
    @Test
    void aReceiverThatDoesNotAnswerIsNotWaitedForWithoutEnd() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String there = "http://127.0.0.1:" + silent.getLocalPort() + "/";
            long begun = System.nanoTime();
            assertThatThrownBy(() -> relay(there, null).on(LOCKED, at(41), NOW, FROM))
                    .isInstanceOf(IOException.class);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Webhook.PATIENCE.plusSeconds(2));
        }
    }

    @Test
    void alertsGoOverTlsOrNotBeyondThisMachine() {
        for (String unsafe : new String[] {"http://alerts.example/x", "https://me:secret@alerts.example/", "alerts"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AlertSettings(URI.create(unsafe), null))
                    .withMessageContaining("devicetrail.alerts.webhook")
                    .withMessageNotContaining("secret");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new AlertSettings(URI.create("https://alerts.example/"), folder.resolve("none")))
                .withMessageContaining("token-file");
    }

    private AlertRelay relay(@Nullable Path token) {
        return relay(receiver.url(), token);
    }

    private static AlertRelay relay(String url, @Nullable Path token) {
        return new AlertRelay(
                new Webhook(
                        new AlertSettings(URI.create(url), token),
                        JsonMapper.builder().build()),
                person -> Optional.of("Ada Lovelace"),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    private static GlobalSequenceTrackingToken at(long index) {
        return new GlobalSequenceTrackingToken(index);
    }
}
