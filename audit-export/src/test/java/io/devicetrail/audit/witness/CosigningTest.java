package io.devicetrail.audit.witness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.devicetrail.audit.HalfAnswer;
import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.PublishedLedger;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.note.Checkpoint;
import io.devicetrail.audit.ledger.note.Keys;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.Verdict;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.util.FileSystemUtils;

/** Witnesses cosign what goes on from what they saw, and raise an alarm about what does not. */
@Requirement("11.10(a)")
class CosigningTest {
    private static final Duration INTERVAL = Duration.ofMillis(100);
    private static final NoteSigner ED25519 = Keys.fresh("witness.example/w1", SignatureType.ED25519_COSIGNATURE);
    private static final NoteSigner ML_DSA = Keys.fresh("witness.example/w2", SignatureType.ML_DSA_44);

    @TempDir
    Path folder;

    private final ListedRows log = new ListedRows();
    private Path home;
    private WrittenLedger ledger;
    private PublishedLedger published;

    @BeforeEach
    void write() throws IOException {
        home = folder.resolve("home");
        ledger = new WrittenLedger(home).follow(log.grow(300));
        published = new PublishedLedger(ledger.files());
    }

    private SmallWitness witness(NoteSigner signer) throws IOException {
        return new SmallWitness(
                signer,
                ledger.keys(),
                folder.resolve("memory-" + signer.verifier().id()));
    }

    private Cosigning ask(WitnessAddress... witnesses) {
        return Cosigning.start(ledger.folder(), List.of(witnesses), INTERVAL, Duration.ofSeconds(2));
    }

    private List<Finding> check(VerifierKey... witnesses) throws IOException {
        return new LedgerCheck(ledger.files(), ledger.keys(), List.of(), log)
                .witnessedBy(List.of(witnesses))
                .run((checked, of) -> {})
                .findings();
    }

    private void awaitCosigned(Cosigning cosigning) {
        await().until(() -> cosigning.status().stream()
                .allMatch(status -> status.size() == log.rows.size() && status.trouble() == null));
    }

    @Test
    void checkpointsAreCosignedByWitnessesOfBothKindsAsTheLedgerGrows() throws IOException {
        try (SmallWitness one = witness(ED25519);
                SmallWitness two = witness(ML_DSA);
                Cosigning cosigning = ask(one.address(), two.address())) {
            awaitCosigned(cosigning);
            for (int count : new int[] {1, 250, 700}) {
                ledger.follow(log.grow(count));
                awaitCosigned(cosigning);
            }
            assertThat(one.answers()).as("no question is wasted").containsOnly(200);
        }
        List<VerifierKey> keys = List.of(ED25519.verifier(), ML_DSA.verifier());
        SignedNote cosigned = published.witnessedCheckpoint();
        assertThat(cosigned.verifiedBy(keys)).containsExactlyInAnyOrderElementsOf(keys);
        assertThat(cosigned.verifiedBy(ledger.keys())).isEqualTo(ledger.keys());
        assertThat(published.proof(7).checkpoint().verifiedBy(keys)).hasSize(2);
        assertThat(check(ED25519.verifier(), ML_DSA.verifier())).isEmpty();

        ledger.follow(log.grow(1));
        assertThat(published.witnessedCheckpoint().print())
                .as("not cosigned yet")
                .isEqualTo(published.checkpoint().print());
        assertThat(check(ED25519.verifier(), ML_DSA.verifier()))
                .as("the ledger goes on from what was cosigned")
                .isEmpty();
        NoteSigner stranger = Keys.fresh("witness.example/w1", SignatureType.ED25519_COSIGNATURE);
        assertThat(check(stranger.verifier()))
                .singleElement()
                .asString()
                .contains("not cosigned by witness.example/w1");
    }

    /** What it signed before stays signed, though the newest that is cosigned is without its line. */
    @Test
    void theWordOfAWitnessThatIsAwayLaterIsKept() throws IOException {
        try (SmallWitness one = witness(ED25519);
                SmallWitness two = witness(ML_DSA);
                Cosigning cosigning = ask(one.address(), two.address())) {
            awaitCosigned(cosigning);
            two.close();
            ledger.follow(log.grow(20));
            await().until(() ->
                    published.cosigned().verifiedBy(List.of(ED25519.verifier())).size() == 1
                            && published
                                    .cosigned()
                                    .text()
                                    .equals(published.checkpoint().text()));
        }
        Verdict verdict = new LedgerCheck(ledger.files(), ledger.keys(), List.of(), log)
                .witnessedBy(List.of(ED25519.verifier(), ML_DSA.verifier()))
                .run((checked, of) -> {});
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.attested()).extracting(Verdict.Attested::events).containsExactly(320L, 300L);
        Path word = ledger.folder().resolve(PublishedLedger.cosignedPath(ML_DSA.verifier()));
        byte[] bent = Files.readAllBytes(word);
        bent[bent.length - 9] ^= 1;
        Files.write(word, bent);
        assertThat(check(ML_DSA.verifier()))
                .singleElement()
                .asString()
                .contains("is not cosigned by witness.example/w2");
    }

    @Test
    void afterARestartTheWitnessSaysWhatItSaw() throws IOException {
        try (SmallWitness witness = witness(ED25519)) {
            try (Cosigning cosigning = ask(witness.address())) {
                awaitCosigned(cosigning);
            }
            ledger.follow(log.grow(20));
            try (Cosigning cosigning = ask(witness.address())) {
                awaitCosigned(cosigning);
                assertThat(cosigning.status().getFirst().contradicts()).isFalse();
            }
            assertThat(witness.answers()).containsExactly(200, 409, 200);
        }
    }

    @Test
    void aWitnessThatIsAwayOrHangsHoldsUpNobody() throws Exception {
        try (ServerSocket hanging = new ServerSocket(0);
                SmallWitness witness = witness(ED25519)) {
            WitnessAddress silent =
                    new WitnessAddress(URI.create("http://127.0.0.1:" + hanging.getLocalPort()), ML_DSA.verifier());
            WitnessAddress away = new WitnessAddress(
                    URI.create("http://127.0.0.1:1"),
                    Keys.fresh("witness.example/w3", SignatureType.ED25519_COSIGNATURE)
                            .verifier());
            try (Cosigning cosigning = ask(silent, away, witness.address())) {
                await().until(() -> cosigning.status().get(2).size() == 300);
                assertThat(cosigning.status().getFirst().trouble()).contains("timed out");
                assertThat(cosigning.status().get(1).trouble()).contains("ConnectException");
                assertThat(cosigning.status()).noneMatch(Cosigning.Status::contradicts);
                await().until(() -> Files.exists(ledger.folder().resolve("cosigned")));
                assertThat(check(ED25519.verifier())).isEmpty();
            }
        }
    }

    @Test
    void aWitnessThatFallsSilentInTheMiddleOfItsAnswerHoldsUpNobodyEither() throws IOException {
        try (HalfAnswer silent = new HalfAnswer();
                SmallWitness witness = witness(ED25519);
                Cosigning cosigning = ask(new WitnessAddress(silent.url(), ML_DSA.verifier()), witness.address())) {
            await().until(() -> cosigning.status().get(1).size() == 300);
            assertThat(cosigning.status().getFirst().trouble()).contains("timed out");
        }
    }

    @Test
    void aMachineThatWasPutBackIsContradictedByItsWitness() throws IOException {
        Path yesterday = folder.resolve("yesterday");
        FileSystemUtils.copyRecursively(home, yesterday);
        try (SmallWitness witness = witness(ED25519)) {
            ledger.follow(log.grow(100));
            try (Cosigning cosigning = ask(witness.address())) {
                awaitCosigned(cosigning);
            }
            FileSystemUtils.deleteRecursively(home);
            FileSystemUtils.copyRecursively(yesterday, home);
            log.rows.subList(300, 400).clear();
            ledger = new WrittenLedger(home).follow(log.grow(10));
            assertThat(check()).as("by itself it looks sound").isEmpty();
            try (Cosigning cosigning = ask(witness.address())) {
                await().until(() -> cosigning.status().getFirst().contradicts());
                assertThat(cosigning.status().getFirst().trouble()).contains("cosigned 400 events");
            }
        }
    }

    @Test
    void anotherHistoryThatHasGrownBeyondWhatTheWitnessSawIsContradictedToo() throws IOException {
        try (SmallWitness witness = witness(ED25519)) {
            try (Cosigning cosigning = ask(witness.address())) {
                awaitCosigned(cosigning);
            }
            log.rows.set(100, ListedRows.row(100, "{\"device\":\"another\"}"));
            FileSystemUtils.deleteRecursively(home.resolve("ledger"));
            Files.delete(home.resolve("secrets/ledger-signed"));
            ledger = new WrittenLedger(home).follow(log.grow(50));
            assertThat(check()).as("by itself it looks sound").isEmpty();
            try (Cosigning cosigning = ask(witness.address())) {
                await().until(() -> cosigning.status().getFirst().contradicts());
                assertThat(cosigning.status().getFirst().trouble()).contains("saw another history");
            }
            assertThat(witness.answers()).containsExactly(200, 409, 422);
            assertThat(ledger.folder().resolve("cosigned")).doesNotExist();
        }
    }

    /** Whoever has the keys need not let the log grow to hide what he changed in it. */
    @ParameterizedTest
    @EnumSource
    void anotherHistoryOfTheSameSizeIsContradictedWhicheverTextTheWitnessKeepsTo(SmallWitness.Text text)
            throws IOException {
        try (SmallWitness witness = witness(ED25519)) {
            witness.keepTo(text);
            try (Cosigning cosigning = ask(witness.address())) {
                awaitCosigned(cosigning);
            }
            log.rows.set(100, ListedRows.row(100, "{\"device\":\"another\"}"));
            FileSystemUtils.deleteRecursively(home.resolve("ledger"));
            Files.delete(home.resolve("secrets/ledger-signed"));
            ledger = new WrittenLedger(home).follow(log);
            assertThat(check()).as("by itself it looks sound").isEmpty();
            try (Cosigning cosigning = ask(witness.address())) {
                await().until(() -> cosigning.status().getFirst().contradicts());
                assertThat(cosigning.status().getFirst().trouble()).contains("saw another history in the first 300");
                await().until(() -> witness.answers().size() >= 5);
                assertThat(cosigning.status().getFirst().contradicts())
                        .as("for as long as it is so")
                        .isTrue();
            }
            int refusal = text == SmallWitness.Text.OF_2026 ? 422 : 409;
            assertThat(witness.answers()).startsWith(200, 409, refusal).doesNotContain(400);
            assertThat(witness.answers().subList(1, witness.answers().size())).doesNotContain(200);
            assertThat(ledger.folder().resolve("cosigned")).doesNotExist();
        }
    }

    /** One that lost a disk, say: asked again about a checkpoint that it had cosigned. */
    @Test
    void aWitnessThatWasPutBackIsBroughtUpToTheSameCheckpointWithoutAnAlarm() throws IOException {
        Path memory = folder.resolve("memory-" + ED25519.verifier().id());
        Path early = folder.resolve("early");
        WitnessAddress away = new WitnessAddress(URI.create("http://127.0.0.1:1"), ML_DSA.verifier());
        try (SmallWitness witness = witness(ED25519);
                Cosigning cosigning = ask(witness.address(), away)) {
            witness.keepTo(SmallWitness.Text.V1_0_0);
            await().until(() -> cosigning.status().getFirst().size() == 300);
            Files.copy(memory, early);
            ledger.follow(log.grow(20));
            await().until(() -> cosigning.status().getFirst().size() == 320);
            int before = witness.answers().size();
            Files.move(early, memory, StandardCopyOption.ATOMIC_MOVE);
            await().until(() -> witness.answers().size() >= before + 3);
            await().until(() -> cosigning.status().getFirst().trouble() == null);
            assertThat(witness.answers()).containsSequence(200, 409, 200).doesNotContain(422);
            assertThat(cosigning.status().getFirst().contradicts()).isFalse();
            assertThat(cosigning.status().getFirst().size()).isEqualTo(320);
        }
    }

    /** What a witness says about sizes is not signed: whoever is in between may have said it. */
    @Test
    void aSizeThatWasNeverCosignedIsAnAlarmOnlyForAsLongAsItIsSaid() throws IOException {
        try (SmallWitness witness = witness(ED25519)) {
            witness.claim(999_999_999_999L);
            try (Cosigning cosigning = ask(witness.address())) {
                await().until(() -> cosigning.status().getFirst().contradicts());
                assertThat(cosigning.status().getFirst().trouble()).contains("cosigned 999999999999 events");
                witness.claim(-1);
                awaitCosigned(cosigning);
                assertThat(cosigning.status().getFirst().contradicts()).isFalse();
            }
        }
    }

    @Test
    void aLineInTheWitnesssNameThatItsKeyDidNotMakeCountsForNothing() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("Ed25519");
        NoteSigner forger =
                new NoteSigner(ED25519.verifier(), generator.generateKeyPair().getPrivate());
        try (SmallWitness witness = witness(forger);
                Cosigning cosigning = ask(witness.address())) {
            await().until(() ->
                    String.valueOf(cosigning.status().getFirst().trouble()).contains("without its cosignature"));
        }
        assertThat(ledger.folder().resolve("cosigned")).doesNotExist();
    }

    @Test
    void aKeyThatMakesNoCosignaturesIsNoWitness() {
        NoteSigner log = Keys.fresh("witness.example/w1", SignatureType.ED25519);
        assertThatThrownBy(() -> new WitnessAddress(URI.create("http://127.0.0.1:1"), log.verifier()))
                .hasMessageContaining("makes no cosignatures");
        assertThat(VerifierKey.parse(ED25519.verifier().text()).type()).isEqualTo(SignatureType.ED25519_COSIGNATURE);
    }

    /** It goes into log and health, where a second line would look like one of ours. */
    @Test
    void whatAWitnessWritesIsToldInOneShortLine() throws IOException {
        byte[] answer = ("no\u001b[2Jway\nERROR forged" + "x".repeat(1_000)).getBytes(StandardCharsets.UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            exchange.sendResponseHeaders(500, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (Cosigning cosigning = ask(new WitnessAddress(url, ED25519.verifier()))) {
            await().until(() -> cosigning.status().getFirst().trouble() != null);
            assertThat(cosigning.status().getFirst().trouble()).endsWith("answered 500 no?[2Jway");
        } finally {
            server.stop(0);
        }
    }

    /** C2SP tlog-cosignature, "Ed25519 signed message": header, time, then the checkpoint's text. */
    @Test
    void anEd25519CosignatureSignsHeaderTimeAndText() throws Exception {
        String text = new Checkpoint("example.com/log", published.head()).text();
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        VerifierKey key = VerifierKey.of("w", SignatureType.ED25519_COSIGNATURE, pair.getPublic());
        SignedNote.Signature made =
                new NoteSigner(key, pair.getPrivate()).sign(text, Instant.ofEpochSecond(1679315147));
        Signature verification = Signature.getInstance("Ed25519");
        verification.initVerify(pair.getPublic());
        verification.update(("cosignature/v1\ntime 1679315147\n" + text).getBytes(StandardCharsets.UTF_8));
        byte[] value = made.value();
        assertThat(ByteBuffer.wrap(value).getLong()).isEqualTo(1679315147);
        assertThat(verification.verify(Arrays.copyOfRange(value, 8, value.length)))
                .isTrue();
        assertThat(key.verifies(text, value)).isTrue();
        value[7] ^= 1;
        assertThat(key.verifies(text, value)).as("another time").isFalse();
    }
}
