package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.cli.CommandLineInterface;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.rotation.KeyRotationClient;
import io.devicetrail.app.rotation.RotatedKeys;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.RemoteLedger;
import io.devicetrail.domain.shared.Metadata;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** A person gives the running ledger new keys; whoever knows the old ones can still check everything. */
class KeyRotationTest {
    private final Api api = Api.shared();
    private final URI http = URI.create(api.instance().addresses().http());

    @Test
    void keysAreRotatedByAPersonWithAReasonAndOldKeysStillVerifyTheWholeLedger() throws Exception {
        Plant.of(api, "rotated");
        await().until(() -> size() > head());
        List<VerifierKey> before = keys();
        SignedNote kept = SignedNote.parse(api.get("/ledger/checkpoint").body());
        RotatedKeys rotated;
        try (KeyRotationClient client = new KeyRotationClient(http, Cast.PLATFORM_ADMINISTRATOR.token())) {
            rotated = client.rotate("Yearly change of keys");
        }
        assertThat(rotated.inForce()).isTrue();
        assertThat(keys()).extracting(VerifierKey::text).isEqualTo(rotated.keys());
        assertThat(keys()).doesNotContainAnyElementsOf(before);

        Plant.of(api, "rotated-after").registered("R-1");
        await().until(() -> size() > head());
        assertThat(SignedNote.parse(api.get("/ledger/checkpoint").body()).verifiedBy(keys()))
                .isEqualTo(keys());
        for (List<VerifierKey> known : List.of(before, keys())) {
            assertThat(new LedgerCheck(
                                    new RemoteLedger(Api.HTTP, http.resolve("/ledger"), Cast.AUDITOR.token()),
                                    known,
                                    List.of(kept),
                                    null)
                            .run((checked, of) -> {})
                            .findings())
                    .isEmpty();
        }
        JsonNode event = Api.JSON.readTree(
                api.get(Cast.AUDITOR, "/ledger/entry/" + rotated.position()).body());
        assertThat(event.path("name").asString()).isEqualTo("ledger.LedgerKeyRotated");
        JsonNode metadata = event.path("metadata");
        assertThat(metadata.path(Metadata.ACTOR_TYPE).asString()).isEqualTo("PERSON");
        assertThat(metadata.path(Metadata.REASON).asString()).isEqualTo("Yearly change of keys");
        assertThat(metadata.path(Metadata.TENANT).asString()).isEqualTo("installation");
        assertThat(metadata.path(Metadata.CLIENT).asString()).isEqualTo("devicetrail-cli");
    }

    @Test
    void theCommandLineRotatesTheKeysOfTheInstanceThatRuns() {
        Plant.of(api, "rotated-by-command");
        PrintStream before = System.out;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            int exit = CommandLineInterface.run(
                    "ledger",
                    "rotate-key",
                    "--json",
                    "--token-file",
                    Cast.PLATFORM_ADMINISTRATOR.tokenFile(),
                    "--home",
                    api.instance().home().toString(),
                    "--reason",
                    "Somebody may have seen them");
            assertThat(exit).isZero();
        } finally {
            System.setOut(before);
        }
        JsonNode answer = Api.JSON.readTree(caught.toString(StandardCharsets.UTF_8));
        assertThat(answer.path("ok").booleanValue()).isTrue();
        assertThat(keys())
                .extracting(VerifierKey::text)
                .containsExactly(
                        answer.path("keys").get(0).asString(),
                        answer.path("keys").get(1).asString());
    }

    @Test
    void withoutAReasonOrFromAPageInABrowserNothingIsRotated() {
        List<VerifierKey> before = keys();
        try (KeyRotationClient client = new KeyRotationClient(http, Cast.PLATFORM_ADMINISTRATOR.token())) {
            assertThatThrownBy(() -> client.rotate(" "))
                    .isInstanceOf(KeyRotationClient.Refused.class)
                    .hasMessageContaining("needs a reason");
        }
        assertThat(api.send(HttpRequest.newBuilder(http.resolve("/operations/rotate-ledger-key"))
                                .header("Authorization", "Bearer " + Cast.PLATFORM_ADMINISTRATOR.token())
                                .header("Content-Type", "application/json")
                                .POST(HttpRequest.BodyPublishers.ofString("{\"reason\":\"because\"}")))
                        .statusCode())
                .isBetween(400, 499);
        assertThat(keys()).isEqualTo(before);
    }

    private List<VerifierKey> keys() {
        return api.get("/ledger/key").body().lines().map(VerifierKey::parse).toList();
    }

    private long size() {
        return Long.parseLong(
                api.get("/ledger/checkpoint").body().lines().skip(1).findFirst().orElseThrow());
    }

    private long head() {
        return api.database()
                .sql("select max(index) from log.event")
                .query(Long.class)
                .single();
    }
}
