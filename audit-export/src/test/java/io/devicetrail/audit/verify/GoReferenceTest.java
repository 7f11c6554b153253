package io.devicetrail.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.PublishedLedger;
import io.devicetrail.audit.ledger.WrittenLedger;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Checkpoint, tiles, entries and receipts as golang.org/x/mod/sumdb reads them, with Debian's packages. */
class GoReferenceTest {
    private static final Path GOPATH = Path.of("/usr/share/gocode");
    private static final Path GO = Path.of("/usr/bin/go");

    @TempDir
    Path home;

    private WrittenLedger ledger;
    private final List<String> kept = new ArrayList<>();

    private record Said(int exit, String text) {}

    @BeforeEach
    void write() throws IOException {
        assumeTrue(Files.isExecutable(GO), "skipped: no Go; apt-get install golang-go golang-golang-x-mod-dev");
        assumeTrue(
                Files.isDirectory(GOPATH.resolve("src/golang.org/x/mod/sumdb")),
                "skipped: no golang.org/x/mod; apt-get install golang-golang-x-mod-dev");
        ledger = new WrittenLedger(home);
        ListedRows log = new ListedRows();
        for (int count : new int[] {1, 254, 1, 1, 300, 700}) {
            ledger.follow(log.grow(count));
            PublishedLedger published = new PublishedLedger(ledger.files());
            keep(published.checkpoint().print());
            for (long index : new long[] {0, log.rows.size() / 2, log.rows.size() - 1}) {
                keep(published.proof(index).print());
            }
        }
    }

    @Test
    void theReferencePackagesAcceptEverything() throws Exception {
        Said said = reference();
        assertThat(said.text()).isEqualTo("entries 1257 receipts 18 checkpoints 6 other signatures 1\n");
        assertThat(said.exit()).isZero();
    }

    @Test
    void andTheyRefuseAnyChange() throws Exception {
        for (String path : List.of("checkpoint", "tile/0/002", "tile/1/000.p/4", "tile/entries/004.p/233")) {
            Path file = ledger.folder().resolve(path);
            byte[] right = Files.readAllBytes(file);
            byte[] bent = right.clone();
            bent[30] ^= 1;
            Files.write(file, bent);
            assertThat(reference().exit()).as(path).isNotZero();
            Files.write(file, right);
        }
        assertThat(reference().exit()).isZero();
    }

    private void keep(String text) throws IOException {
        Path file = home.resolve("kept-" + kept.size());
        Files.writeString(file, text);
        kept.add(file.toString());
    }

    private Said reference() throws IOException, InterruptedException {
        Path source = home.resolve("main.go");
        if (!Files.exists(source)) {
            try (InputStream in = GoReferenceTest.class.getResourceAsStream("/ledger/reference/main.go")) {
                Files.write(source, Objects.requireNonNull(in).readAllBytes());
            }
        }
        List<String> command = new ArrayList<>(List.of(
                GO.toString(),
                "run",
                source.toString(),
                ledger.folder().toString(),
                ledger.keys().getFirst().text()));
        command.addAll(kept);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .putAll(Map.of(
                        "GO111MODULE",
                        "off",
                        "GOPATH",
                        GOPATH.toString(),
                        "GOFLAGS",
                        "",
                        "GOCACHE",
                        home.resolve("cache").toString()));
        Process process = builder.start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
