package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.instance.Cast;
import io.devicetrail.audit.ledger.note.TlogProof;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.TileName;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.RemoteLedger;
import io.devicetrail.audit.verify.Verdict;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The ledger of the running application, over HTTP, as an auditor with nothing but its keys sees it. */
class LedgerTest {
    private final Api api = Api.shared();
    private final URI prefix = URI.create(api.instance().addresses().http() + "/ledger");

    @Test
    void everyEventIsUnderASignedCheckpointWithinASecondAndHasItsReceipt() {
        Plant.of(api, "ledger").registered("L-1");
        long head = api.database()
                .sql(
                        "select max(index) from log.event where convert_from(metadata, 'UTF8')::jsonb ->> 'tenant' = 'ledger'")
                .query(Long.class)
                .single();
        await().pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(1))
                .until(() -> size() > head);

        List<VerifierKey> keys = text("/key").lines().map(VerifierKey::parse).toList();
        assertThat(keys).hasSize(2);
        TlogProof receipt = TlogProof.parse(text("/proof/" + head));
        String entry = api.get(Cast.AUDITOR, "/ledger/entry/" + head).body();
        assertThat(receipt.verify(
                        TreeHash.leaf(entry.getBytes(StandardCharsets.UTF_8)),
                        keys.getFirst().name(),
                        keys))
                .hasSize(2);
        JsonNode event = Api.JSON.readTree(entry);
        assertThat(event.path("index").asString()).isEqualTo(Long.toString(head));
        assertThat(event.path("name").asString()).isEqualTo("device.DeviceRegistered");
        assertThat(event.path("metadata").path("tenant").asString()).isEqualTo("ledger");
    }

    @Test
    @Requirement("11.10(a)")
    void theWholeLedgerIsVerifiedFromOutside() throws IOException {
        Plant.of(api, "ledger-outside");
        List<VerifierKey> keys = text("/key").lines().map(VerifierKey::parse).toList();
        Verdict verdict = new LedgerCheck(
                        new RemoteLedger(Api.HTTP, prefix, Cast.AUDITOR.token()), keys, List.of(), null)
                .run((checked, of) -> {});
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.size()).isPositive();
    }

    @Test
    void cachesAreToldWhatNeverChangesAndWhatIsNotThereIsA404() {
        Plant.of(api, "ledger-cached");
        await().until(() -> size() > 0);
        HttpResponse<String> checkpoint = api.get("/ledger/checkpoint");
        assertThat(checkpoint.headers().firstValue("Content-Type")).hasValue("text/plain;charset=UTF-8");
        assertThat(checkpoint.headers().firstValue("Cache-Control")).hasValue("no-cache");
        assertThat(api.get("/ledger/" + TileName.in(size(), 0, 0).path())
                        .headers()
                        .firstValue("Cache-Control"))
                .hasValueSatisfying(
                        value -> assertThat(value).startsWith("private").contains("immutable"));
        for (String missing : List.of("/tile/0/999", "/tile/0/0", "/tile/0/../key", "/proof/99999999", "/body/00")) {
            assertThat(api.get("/ledger" + missing).statusCode()).as(missing).isBetween(400, 404);
        }
        assertThat(api.get("/actuator/health").body()).contains("\"ledger\":{");
    }

    private long size() {
        return Long.parseLong(text("/checkpoint").lines().skip(1).findFirst().orElseThrow());
    }

    private String text(String path) {
        HttpResponse<String> response = api.get("/ledger" + path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return response.body();
    }
}
