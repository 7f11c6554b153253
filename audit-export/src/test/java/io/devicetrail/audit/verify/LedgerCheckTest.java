package io.devicetrail.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.note.Keys;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is changed in log or files is found and named by its index; what is not changed gives no alarm. */
@Requirement("11.10(a)")
class LedgerCheckTest {
    private static final int EVENTS = 700;

    @TempDir
    Path home;

    private final ListedRows log = new ListedRows();
    private WrittenLedger ledger;

    @BeforeEach
    void write() throws IOException {
        ledger = new WrittenLedger(home).follow(log.grow(300)).follow(log.grow(EVENTS - 300));
    }

    private Verdict verdict(@Nullable EntrySource against, SignedNote... earlier) throws IOException {
        return new LedgerCheck(ledger.files(), ledger.keys(), List.of(earlier), against).run((checked, of) -> {});
    }

    @Test
    void whatNobodyTouchedGivesNoAlarm() throws IOException {
        SignedNote before = ledger.checkpoint();
        for (int size = 0; size < 40; size++) {
            ledger.follow(log.grow(size % 7));
            Verdict verdict = verdict(log, before);
            assertThat(verdict.findings()).isEmpty();
            assertThat(verdict.ok()).isTrue();
            assertThat(verdict.size()).isEqualTo(log.rows.size());
        }
        log.grow(10);
        assertThat(verdict(log).ok()).as("events that no checkpoint covers yet").isTrue();
        assertThat(verdict(null).compared()).isFalse();
    }

    @Test
    void anyFlippedBitOfTheLogIsFoundAtItsIndex() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            int index = random.nextInt(EVENTS);
            LogRow right = log.rows.get(index);
            byte[] payload = right.payload().clone();
            byte[] metadata = right.metadata().clone();
            byte[] bent = random.nextBoolean() ? payload : metadata;
            bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
            log.rows.set(index, with(right, index, payload, metadata));
            assertThat(verdict(log).findings())
                    .as("seed %d", seed)
                    .containsExactly(new Finding(index, "the log holds something else than the ledger"));
            log.rows.set(index, right);
        }
    }

    @Test
    void deletedSwappedAndCutOffRowsAreFoundAtTheFirstIndex() throws IOException {
        LogRow deleted = log.rows.remove(417);
        assertThat(verdict(log).findings())
                .first()
                .isEqualTo(new Finding(417, "it is in the ledger, but the log has it no more"));
        log.rows.add(417, deleted);

        LogRow one = log.rows.get(5);
        LogRow two = log.rows.get(600);
        log.rows.set(5, with(two, 5, two.payload(), two.metadata()));
        log.rows.set(600, with(one, 600, one.payload(), one.metadata()));
        assertThat(verdict(log).findings()).extracting(Finding::index).containsExactly(5L, 600L);
        log.rows.set(5, one);
        log.rows.set(600, two);

        log.rows.subList(650, EVENTS).clear();
        Verdict cut = verdict(log);
        assertThat(cut.found()).isEqualTo(50);
        assertThat(cut.findings().getFirst().index()).isEqualTo(650);
    }

    @ParameterizedTest
    @CsvSource({
        "tile/entries/001, 256, 512, its entry in tile/entries/001",
        "tile/entries/002.p/188, 512, 700, its entry in tile/entries/002",
        "tile/0/001, 256, 512, its hash in tile/0/001",
        "tile/0/002.p/188, 512, 700, its hash in tile/0/002",
        "tile/1/000.p/2, 0, 512, tile/1/000 was changed"
    })
    void anyEditedFileIsFoundAtAnIndexWithinIt(String path, long from, long to, String what) throws IOException {
        Path file = ledger.folder().resolve(path);
        // By the name it has when it is full: the width changes as the ledger grows, and the finding must not.
        String named = path.replaceFirst("\\.p/.*", "");
        byte[] right = Files.readAllBytes(file);
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int i = 0; i < 20; i++) {
            byte[] bent = right.clone();
            bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bent);
            for (EntrySource against : new EntrySource[] {log, null}) {
                List<Finding> findings = verdict(against).findings();
                assertThat(findings).as("seed %d", seed).isNotEmpty();
                assertThat(findings.getFirst().index()).isBetween(from, to - 1);
                assertThat(findings.getFirst().what()).containsAnyOf(what, named + " was changed");
            }
        }
        Files.delete(file);
        assertThat(verdict(log).findings()).contains(new Finding(from, named + " is missing"));
        Files.write(file, right);
        assertThat(verdict(log).ok()).isTrue();
    }

    @Test
    void aBodyThatIsNotTheHashedOneIsFound() throws IOException {
        log.rows.add(ListedRows.row(EVENTS, "{\"log\":\"" + "x".repeat(70_000) + "\"}"));
        ledger.follow(log);
        assertThat(verdict(log).ok()).isTrue();
        try (Stream<Path> bodies = Files.list(ledger.folder().resolve("body"))) {
            Files.writeString(bodies.findFirst().orElseThrow(), "{}");
        }
        assertThat(verdict(log).findings()).singleElement().matches(finding -> finding.index() == EVENTS);
    }

    /** The log and all files were rewritten and signed again with the right key: only what others kept tells. */
    @Test
    void aRewrittenLedgerContradictsACheckpointThatSomebodyKept() throws IOException {
        SignedNote kept = ledger.checkpoint();
        log.rows.set(100, ListedRows.row(100, "{\"device\":\"another\"}"));
        try (Stream<Path> files = Files.walk(ledger.folder())) {
            files.sorted(Collections.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        Files.delete(home.resolve("secrets/ledger-signed"));
        ledger.follow(log.grow(5));
        assertThat(verdict(log).ok()).as("by itself it looks sound").isTrue();
        assertThat(verdict(log, kept).findings()).singleElement().asString().contains("is contradicted");
    }

    @Test
    void filesFromAnOldBackupEndBeforeACheckpointThatWasSigned() throws IOException {
        Path old = home.resolve("old");
        Files.createDirectories(old.resolve("secrets"));
        Files.copy(home.resolve("secrets/ledger-signed"), home.resolve("signed"));
        SignedNote signed = SignedNote.parse(Files.readAllBytes(home.resolve("signed")));
        ListedRows beginning = new ListedRows().grow(300);
        Stream.of("ledger-ed25519.pem", "ledger-ml-dsa-44.pem", "ledger-origin").forEach(name -> {
            try {
                Path copied = old.resolve("secrets").resolve(name);
                Files.copy(home.resolve("secrets").resolve(name), copied, StandardCopyOption.COPY_ATTRIBUTES);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
        WrittenLedger early = new WrittenLedger(old).follow(beginning);
        Verdict verdict =
                new LedgerCheck(early.files(), ledger.keys(), List.of(signed), beginning).run((checked, of) -> {});
        assertThat(verdict.findings()).singleElement().matches(finding -> finding.index() == 300);
    }

    /** A ledger in use grows between any two files that are read of it. */
    @Test
    void aLedgerThatGrowsAndIsCosignedMeanwhileIsNotCutOff() throws IOException {
        NoteSigner witness = Keys.fresh("witness.example/w1", SignatureType.ED25519_COSIGNATURE);
        Instant before = Clock.systemUTC().instant().minusSeconds(1);
        cosign(witness);
        boolean[] grown = {false};
        LedgerReader growing = path -> {
            byte[] read = ledger.files().read(path);
            if (path.equals("checkpoint") && !grown[0]) {
                grown[0] = true;
                ledger.follow(log.grow(20));
                cosign(witness);
            }
            return read;
        };
        Verdict verdict = new LedgerCheck(growing, ledger.keys(), List.of(), log)
                .witnessedBy(List.of(witness.verifier()))
                .run((checked, of) -> {});
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.size()).isEqualTo(EVENTS);
        assertThat(verdict.attested()).singleElement().satisfies(attested -> {
            assertThat(attested.by()).isEqualTo(witness.verifier().shortName());
            assertThat(attested.events()).isEqualTo(EVENTS);
            assertThat(Instant.parse(String.valueOf(attested.at())))
                    .isBetween(before, Clock.systemUTC().instant());
        });
    }

    private void cosign(NoteSigner witness) throws IOException {
        SignedNote newest = ledger.checkpoint();
        SignedNote cosigned = newest.with(
                List.of(witness.sign(newest.text(), Clock.systemUTC().instant())));
        Files.writeString(ledger.folder().resolve("cosigned"), cosigned.print());
    }

    @Test
    void aCheckpointThatIsNotSignedByTheKeysIsFound() throws IOException {
        WrittenLedger stranger = new WrittenLedger(home.resolve("stranger"));
        Verdict verdict = new LedgerCheck(ledger.files(), stranger.keys(), List.of(), log).run((checked, of) -> {});
        assertThat(verdict.findings()).first().asString().contains("not signed by the ledger");
        Path checkpoint = ledger.folder().resolve("checkpoint");
        Files.writeString(
                checkpoint, Files.readString(checkpoint, StandardCharsets.UTF_8).replace("\n700\n", "\n699\n"));
        assertThat(verdict(log).ok()).isFalse();
        Files.delete(checkpoint);
        assertThat(verdict(log).findings()).singleElement().asString().contains("no checkpoint");
    }

    private static LogRow with(LogRow row, long index, byte[] payload, byte[] metadata) {
        return new LogRow(
                index,
                row.aggregateType(),
                row.aggregateId(),
                row.sequence(),
                row.eventId(),
                row.commandId(),
                row.commandOrdinal(),
                row.name(),
                row.revision(),
                row.recordedAt(),
                payload,
                metadata);
    }
}
