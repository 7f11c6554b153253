package io.devicetrail.identity.stepup;

import static io.devicetrail.identity.stepup.Elsewhere.BOTH;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.sun.net.httpserver.HttpServer;
import io.devicetrail.identity.stepup.Returned.Identified;
import io.devicetrail.identity.stepup.Returned.Refused;
import io.devicetrail.identity.stepup.Returned.Signed;
import io.devicetrail.identity.stepup.StepUp.Way;
import io.devicetrail.identity.stepup.StepUpReturn.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is taken from an issuer before anybody signs, and how often it is asked. */
class SigningIssuerTest {
    private final Elsewhere here = new Elsewhere();

    SigningIssuerTest() throws IOException {}

    @AfterEach
    void close() {
        here.close();
    }

    enum Wrong {
        ANOTHER_ISSUERS(
                document -> document.replaceFirst("\"issuer\": \"[^\"]*\"", "\"issuer\": \"https://x.example\"")),
        AUTHORIZATION_IN_THE_CLEAR(document -> document.replaceFirst("http://[^\"]*/authorize", "http://x.example/a")),
        TOKENS_IN_THE_CLEAR(document -> document.replaceFirst("http://[^\"]*/token", "http://x.example/t")),
        KEYS_IN_THE_CLEAR(document -> document.replaceFirst("http://[^\"]*/keys", "http://x.example/k")),
        NO_TOKENS(document -> document.replaceFirst("\"token_endpoint\": \"[^\"]*\",", "")),
        NO_DOCUMENT(document -> "<html>");

        private final UnaryOperator<String> told;

        Wrong(UnaryOperator<String> told) {
            this.told = told;
        }
    }

    @ParameterizedTest
    @EnumSource
    void nobodyIsSentByADocumentThatIsNotRight(Wrong wrong) throws Exception {
        here.plant.told = wrong.told;
        assertThatThrownBy(() -> here.stepUp.door("plant")).isInstanceOf(IssuerAwayException.class);
        here.plant.told = document -> document;
        here.clock.advance(SigningIssuer.AFTER_FAILURE);
        assertThat(here.stepUp.door("plant")).as("the control").isPresent();
    }

    @Test
    void anErrorPageIsNoDocument() throws Exception {
        here.plant.discoveryStatus = 503;
        assertThatThrownBy(() -> here.stepUp.door("plant")).isInstanceOf(IssuerAwayException.class);
    }

    @Test
    void afterAFailureItIsLeftAloneForAWhile() throws Exception {
        here.plant.discoveryStatus = 503;
        assertThatThrownBy(() -> here.stepUp.door("plant")).isInstanceOf(IssuerAwayException.class);
        here.clock.advance(SigningIssuer.AFTER_FAILURE.minusMillis(1));
        assertThatThrownBy(() -> here.stepUp.door("plant")).isInstanceOf(IssuerAwayException.class);
        assertThat(here.plant.discoveries).hasValue(1);
        here.clock.advance(Duration.ofMillis(1));
        here.plant.discoveryStatus = 200;
        assertThat(here.stepUp.door("plant")).isPresent();
        assertThat(here.plant.discoveries).hasValue(2);
    }

    @Test
    void whatWasFoundHoldsForAnHour() throws Exception {
        here.stepUp.door("plant");
        here.clock.advance(SigningIssuer.DISCOVERED_FOR.minusMillis(1));
        here.stepUp.door("plant");
        assertThat(here.plant.discoveries).hasValue(1);
        here.clock.advance(Duration.ofMillis(1));
        here.stepUp.door("plant");
        assertThat(here.plant.discoveries).hasValue(2);
    }

    /** Else whoever has many wrong tokens made would have us ask the issuer as often. */
    @Test
    void keysAreNotFetchedForEachTokenOfAnUnknownOne() throws Exception {
        UUID signing = here.asked();
        here.identified(signing);
        for (int i = 0; i < 6; i++) {
            Way way = here.step(signing);
            here.clock.advance(Duration.ofSeconds(1));
            URI question = Objects.requireNonNull(way.to());
            String token = IssuerOfTests.signed(
                    here.plant.claims(question, "cleo", BOTH).build(),
                    new ECKeyGenerator(Curve.P_256).keyID("unknown-" + i).generate());
            assertThat(here.back(new Answer(Elsewhere.state(way), here.plant.code(question, token), null, null)))
                    .isNotInstanceOf(Signed.class);
        }
        assertThat(here.plant.keysAsked.get()).isLessThanOrEqualTo(3);
    }

    @Test
    void anAnswerWithoutAnIdTokenProvesNothing() throws Exception {
        here.plant.withoutIdToken = true;
        UUID signing = here.asked();
        Returned returned = here.back(here.answer(here.identify(signing), claims -> claims, "pwd"));
        assertThat(((Refused) returned).told()).contains("it gave no ID token");
    }

    @Test
    void theSecretIsInTheFormWhereTheIssuerTakesItNowhereElse(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("secret"), "between us");
        try (Elsewhere withSecret =
                new Elsewhere(file.toString(), new StepUpSettings.StepUp(List.of(), List.of("mfa")))) {
            withSecret.plant.told = document -> document.replaceFirst(
                    "\"jwks_uri\"",
                    "\"token_endpoint_auth_methods_supported\": [\"client_secret_post\"], \"jwks_uri\"");
            assertThat(withSecret.back(
                            withSecret.answer(withSecret.identify(withSecret.asked()), claims -> claims, "pwd")))
                    .isInstanceOf(Identified.class);
            assertThat(withSecret.plant.authorization).isEqualTo("null");
            assertThat(withSecret.plant.lastForm).containsEntry("client_secret", "between us");
        }
    }

    @Test
    void anAnswerThatDripsIsNotWaitedFor() throws Exception {
        HttpServer slow = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        CountDownLatch read = new CountDownLatch(1);
        slow.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        slow.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 10);
            exchange.getResponseBody().write('{');
            exchange.getResponseBody().flush();
            try {
                read.await(30, TimeUnit.SECONDS);
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
            exchange.close();
        });
        slow.start();
        URI address = URI.create("http://127.0.0.1:" + slow.getAddress().getPort() + "/");
        try {
            assertThatThrownBy(() -> new IssuerHttp(Duration.ofMillis(300)).retrieveResource(address.toURL()))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no whole answer in PT0.3S");
        } finally {
            read.countDown();
            slow.stop(0);
        }
    }
}
