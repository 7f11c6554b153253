package io.devicetrail.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.verify.LedgerCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real files: a failure is told once and then over, and a killed process leaves what the next one can go on from. */
class LedgerFolderTest {
    private static final int KILLS = 6;
    private static final int MOST_AT_ONCE = 3_000;

    @TempDir
    Path home;

    @Test
    void aFailedWriteIsToldAtTheSyncAndTheNextTryBeginsAfresh() throws IOException {
        LedgerFolder folder = LedgerFolder.at(home);
        Files.createDirectories(home.resolve("tile/taken"));
        folder.write("tile/first", new byte[] {1});
        folder.write("tile/taken", new byte[] {2});
        for (int i = 0; i < 50; i++) {
            folder.write("tile/more-" + i, new byte[] {3});
        }
        assertThatThrownBy(folder::sync).isInstanceOf(IOException.class).hasMessageContaining("cannot be written");

        folder.write("tile/first", new byte[] {4});
        folder.sync();
        assertThat(folder.read("tile/first")).containsExactly(4);
    }

    @Test
    void moreThanMayWaitIsWrittenAllTheSame() throws IOException {
        LedgerFolder folder = LedgerFolder.at(home);
        for (int i = 0; i < 5; i++) {
            folder.write("body/" + i, new byte[20 << 20]);
        }
        folder.sync();
        for (int i = 0; i < 5; i++) {
            assertThat(home.resolve("body/" + i)).hasSize(20 << 20);
        }
    }

    @Test
    void aFolderThatWasDeletedIsMadeAnew() throws IOException {
        LedgerFolder folder = LedgerFolder.at(home);
        folder.write("tile/0.p/1", new byte[] {1});
        folder.sync();
        folder.deleteFolder("tile/0.p");
        folder.write("tile/0.p/2", new byte[] {2});
        folder.sync();
        assertThat(folder.read("tile/0.p/2")).containsExactly(2);
        folder.deleteFolder("tile/0.p");
        folder.replace("tile/0.p/3", new byte[] {3});
        assertThat(folder.read("tile/0.p/3")).containsExactly(3);
    }

    @Test
    void aFolderHasFilesOnlyWhereThereIsOneHoweverFarBelow() throws IOException {
        LedgerFolder folder = LedgerFolder.at(home);
        assertThat(folder.hasFilesIn("tile")).isFalse();
        Files.createDirectories(home.resolve("tile/0/x001"));
        assertThat(folder.hasFilesIn("tile")).as("folders alone").isFalse();
        Files.write(home.resolve("tile/0/x001/002"), new byte[] {1});
        assertThat(folder.hasFilesIn("tile")).isTrue();
        assertThat(folder.hasFilesIn("tile/0/x001/002")).as("a file itself").isTrue();
    }

    /** On real files: what is there is the same to the byte, and so is what is not. */
    @Test
    void aLedgerWhoseCheckpointWasDeletedIsLeftAsItIsUntilSomebodyMendsIt() throws IOException {
        ListedRows log = new ListedRows().grow(600);
        WrittenLedger ledger = new WrittenLedger(home).follow(log);
        Path checkpoint = ledger.folder().resolve("checkpoint");
        Files.delete(checkpoint);
        log.rows.set(7, ListedRows.row(7, "{\"device\":\"another\"}"));
        Map<String, String> before = contents(ledger.folder());

        assertThatThrownBy(() -> new WrittenLedger(home).follow(log))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("checkpoint is gone");
        assertThat(contents(ledger.folder())).isEqualTo(before);

        Files.copy(home.resolve("secrets/ledger-signed"), checkpoint);
        ledger.follow(log);
        assertThat(new LedgerCheck(ledger.files(), ledger.keys(), List.of(), log)
                        .run((checked, of) -> {})
                        .findings())
                .singleElement()
                .matches(finding -> finding.index() == 7);
    }

    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(folder.relativize(file).toString(), HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return contents;
    }

    @Test
    void aProcessKilledAgainAndAgainLeavesAWholeLedger() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int kill = 0; kill < KILLS; kill++) {
            Process process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                            Following.class.getName(),
                            home.toString())
                    .redirectErrorStream(true)
                    .start();
            try {
                assertThat(process.inputReader().readLine()).as("seed %d", seed).isEqualTo("following");
                // A kill must not wait for a quiet moment.
                assertThat(process.waitFor(random.nextInt(700), TimeUnit.MILLISECONDS))
                        .isFalse();
            } finally {
                process.destroyForcibly();
            }
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
        WrittenLedger ledger = new WrittenLedger(home);
        long size = new PublishedLedger(ledger.files()).head().size();
        // What was signed last may be a portion ahead of what was published.
        ListedRows log = new ListedRows().grow((int) size + 2 * MOST_AT_ONCE);
        ledger.follow(log);
        assertThat(new LedgerCheck(ledger.files(), ledger.keys(), List.of(ledger.checkpoint()), log)
                        .run((checked, of) -> {})
                        .findings())
                .as("seed %d", seed)
                .isEmpty();
        assertThat(size).isPositive();
    }

    /** Follows a log that is always ahead, in portions of odd sizes. */
    static final class Following {
        private Following() {}

        public static void main(String[] arguments) throws Exception {
            Random random = new Random();
            EntrySource endless = (first, most, sink) -> {
                int portion = 2 + random.nextInt(MOST_AT_ONCE);
                for (long i = first; i < first + portion; i++) {
                    sink.accept(ListedRows.row(i, "{\"device\":\"d-" + i + "\",\"value\":1.50}"));
                }
            };
            LedgerKeyring keys = LedgerKeyring.in(Path.of(arguments[0]).resolve("secrets"), null);
            CheckpointSigner signer = new CheckpointSigner(
                    keys, LedgerFolder.at(Path.of(arguments[0]).resolve("secrets")), Clock.systemUTC());
            Ledger ledger = new Ledger(LedgerFolder.at(Path.of(arguments[0]).resolve("ledger")), signer);
            ledger.open();
            ledger.integrate(endless);
            System.out.println("following");
            while (ledger.size() < 5_000_000) {
                ledger.integrate(endless);
            }
        }
    }
}
