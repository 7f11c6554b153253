package io.devicetrail.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.Keys;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.tree.Proofs;
import io.devicetrail.audit.ledger.tree.StoredTree;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.RemoteLedger;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Everything that others need to verify the ledger can be had over HTTP: real HTTP, real files. */
class LedgerHttpTest {
    private static final NoteSigner WITNESS = Keys.fresh("witness.example/w1", SignatureType.ED25519_COSIGNATURE);
    private static final byte[] ANSWER = {0x30, 0, (byte) 0xff};

    @TempDir
    private static Path home;

    private static WrittenLedger ledger;
    private static LedgerKeys first;
    private static ConfigurableApplicationContext application;
    private static URI prefix;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeAll
    static void aLedgerWithEverything() throws IOException {
        ListedRows log = new ListedRows();
        ledger = new WrittenLedger(home).follow(log.grow(300));
        first = ledger.signers();
        ledger.rotate(log).follow(log.grow(10));
        SignedNote checkpoint = ledger.checkpoint();
        LedgerFolder folder = LedgerFolder.at(ledger.folder());
        SignedNote cosigned = checkpoint.with(
                List.of(WITNESS.sign(checkpoint.text(), Clock.systemUTC().instant())));
        folder.replace(PublishedLedger.COSIGNED, cosigned.print().getBytes(StandardCharsets.UTF_8));
        StampedCheckpoints.keep(folder, List.of(7L), 311, checkpoint.print().getBytes(StandardCharsets.UTF_8), ANSWER);
        application = new SpringApplication(TestApplication.class)
                .run("--server.port=0", "--server.address=127.0.0.1", "--spring.main.banner-mode=off");
        prefix = URI.create(
                "http://127.0.0.1:" + application.getEnvironment().getProperty("local.server.port") + "/ledger");
    }

    @AfterAll
    static void stop() {
        application.close();
    }

    private HttpResponse<byte[]> get(String path) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(prefix + path)).build(), HttpResponse.BodyHandlers.ofByteArray());
    }

    private String text(String path) throws Exception {
        HttpResponse<byte[]> response = get(path);
        assertThat(response.statusCode()).as(path).isEqualTo(200);
        return new String(response.body(), StandardCharsets.UTF_8);
    }

    @Test
    void whoKnowsTheFirstKeysAndAWitnessVerifiesFromOutside() throws IOException {
        assertThat(new LedgerCheck(new RemoteLedger(client, prefix, null), first.verifiers(), List.of(), null)
                        .witnessedBy(List.of(WITNESS.verifier()))
                        .run((checked, of) -> {})
                        .findings())
                .isEmpty();
    }

    @Test
    void theCheckpointCarriesItsCosignaturesAndSoDoReceipts() throws Exception {
        SignedNote checkpoint = SignedNote.parse(text("/checkpoint"));
        assertThat(checkpoint.verifiedBy(List.of(WITNESS.verifier()))).hasSize(1);
        assertThat(checkpoint.print()).isEqualTo(text("/cosigned"));
        assertThat(text("/proof/3")).endsWith(checkpoint.print());
        assertThat(text("/rotation/300")).startsWith(first.origin() + "\n301\n");
    }

    @Test
    void aConsistencyProofShowsThatTheCheckpointGoesOnFromAnEarlierOne() throws Exception {
        TreeHead head = Checkpoint.parse(ledger.checkpoint().text()).head();
        for (long old : new long[] {1, 7, 256, head.size()}) {
            String[] parts = text("/consistency/" + old).split("\n\n", 2);
            List<String> lines = parts[0].lines().toList();
            assertThat(lines.getFirst()).isEqualTo("old " + old);
            List<TreeHash> proof = lines.stream()
                    .skip(1)
                    .map(line -> TreeHash.of(Base64.getDecoder().decode(line)))
                    .toList();
            TreeHead before = new StoredTree(ledger.files()::tile, old).head();
            Proofs.consistency(before, head, proof);
            assertThat(parts[1]).isEqualTo(text("/checkpoint"));
        }
        assertThat(text("/consistency/0")).startsWith("old 0\n\n");
        assertThat(get("/consistency/" + (head.size() + 1)).statusCode()).isEqualTo(404);
    }

    @Test
    void stampedCheckpointsAreListedWithTheAuthoritysAnswers() throws Exception {
        assertThat(text("/timestamps")).isEqualTo("7\n311\n");
        assertThat(text("/timestamp/311.checkpoint"))
                .isEqualTo(ledger.checkpoint().print());
        HttpResponse<byte[]> answer = get("/timestamp/311.tsr");
        assertThat(answer.body()).isEqualTo(ANSWER);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/timestamp-reply");
    }

    @Test
    void whatIsNotThereIsA404() throws Exception {
        for (String missing : List.of(
                "/rotation/299",
                "/rotation/999999",
                "/timestamp/7.tsr",
                "/timestamp/7.checkpoint",
                "/timestamp/x.tsr")) {
            assertThat(get(missing).statusCode()).as(missing).isEqualTo(404);
        }
    }

    @Configuration
    @EnableAutoConfiguration
    @Import(LedgerController.class)
    static class TestApplication {
        @Bean
        PublishedLedger publishedLedger() {
            return new PublishedLedger(ledger.files());
        }

        @Bean
        LedgerKeyring ledgerKeyring() throws IOException {
            return LedgerKeyring.in(home.resolve("secrets"), null);
        }
    }
}
