package io.devicetrail.audit.verify;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.WrittenCopy;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** An exported folder whose files are not those of its manifest is told, file by file. */
@Requirement("11.10(b)")
class CopyCheckTest {
    private static final String CSV = "audit-trail.csv";
    private static final String LINES = "audit-trail.jsonl";
    private static final int FLIPS = 40;

    @TempDir
    Path folder;

    private Path manifest;

    @BeforeEach
    void export() throws IOException {
        WrittenCopy.in(folder);
        manifest = folder.resolve(CopyCheck.MANIFEST);
    }

    @Test
    void aSoundCopyPasses() throws IOException {
        assertThat(CopyCheck.of(folder)).isEmpty();
        assertThat(CopyCheck.of(Path.of(folder.toString(), "."))).isEmpty();
    }

    @Test
    void theLedgersCheckpointMustBeSignedByTheKeysBesideIt(@TempDir Path home) throws IOException {
        WrittenLedger ledger = new WrittenLedger(home).follow(new ListedRows().grow(3));
        Path keys = folder.resolve(CopyCheck.KEYS);
        Path checkpoint = folder.resolve(CopyCheck.CHECKPOINT);
        Files.write(keys, ledger.keys().stream().map(VerifierKey::text).toList());
        String right = ledger.checkpoint().print();
        Files.writeString(checkpoint, right);
        assertThat(CopyCheck.of(folder)).isEmpty();

        Files.writeString(checkpoint, right.replaceFirst("\n3\n", "\n4\n"));
        assertThat(CopyCheck.of(folder)).singleElement().asString().startsWith(CopyCheck.CHECKPOINT);
        Files.delete(checkpoint);
        assertThat(CopyCheck.of(folder)).containsExactly(CopyCheck.CHECKPOINT + " is missing");
    }

    @Test
    void aRolloutsReportIsHeldAgainstTheManifestToo(@TempDir Path rollout) throws IOException {
        WrittenCopy.ofRollout(rollout);
        assertThat(CopyCheck.of(rollout)).isEmpty();
        Path report = rollout.resolve("rollout-report.json");
        String right = Files.readString(report);
        Files.writeString(report, right.replaceFirst("COMPLETED", "HALTED"));
        assertThat(CopyCheck.of(rollout)).containsExactly("rollout-report.json was changed");
        Files.delete(report);
        assertThat(CopyCheck.of(rollout)).containsExactly("rollout-report.json is missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {CSV, LINES})
    void anyFlippedBitIsNamedByItsFile(String name) throws IOException {
        Path file = folder.resolve(name);
        byte[] right = Files.readAllBytes(file);
        Random random = new Random(7);
        for (int i = 0; i < FLIPS; i++) {
            byte[] bent = right.clone();
            bent[random.nextInt(bent.length)] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bent);
            assertThat(CopyCheck.of(folder)).containsExactly(name + " was changed");
        }
        Files.write(file, right);
        assertThat(CopyCheck.of(folder)).isEmpty();
    }

    @Test
    void aCutOffLineIsAChangeToo() throws IOException {
        Path file = folder.resolve(LINES);
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, lines.size() - 1));
        assertThat(CopyCheck.of(folder)).containsExactly(LINES + " was changed");
    }

    @Test
    void aMissingAndAnAddedFileAreNamed() throws IOException {
        Files.move(folder.resolve(CSV), folder.resolve("audit-trail-2.csv"));
        Files.createDirectory(folder.resolve("more"));
        assertThat(CopyCheck.of(folder))
                .containsExactly(
                        CSV + " is missing",
                        "audit-trail-2.csv was added: the manifest does not name it",
                        "more was added: the manifest does not name it");
    }

    /** Each edit keeps the manifest canonical, so that only what it says is left to give it away. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "\"sha256\":\"[0-9a-f]|\"sha256\":\"|audit-trail.csv was changed",
                "\"name\":\"audit-trail.csv\"|\"name\":\"audit-trail.txt\"|audit-trail.txt is missing",
                "\"name\":\"audit-trail.csv\"|\"name\":\"../audit-trail.csv\"|../audit-trail.csv is missing",
                "\"bytes\":\"|\"bytes\":\"1|manifest.json was changed: it gives another size for audit-trail.csv",
                "\"entries\":\"|\"entries\":\"1|manifest.json was changed: its entries is",
                "\"firstIndex\":\"|\"firstIndex\":\"1|manifest.json was changed: its firstIndex is",
                "\"lastIndex\":\"|\"lastIndex\":\"1|manifest.json was changed: its lastIndex is",
                "\"head\":|\"head\": |manifest.json was changed: it is not one canonical line",
                "\"files\":|\"fields\":|manifest.json cannot be read",
                "^\\{|[|manifest.json cannot be read",
            })
    void anEditedManifestIsNamed(String from, String to, String difference) throws IOException {
        String right = Files.readString(manifest);
        String edited = right.replaceFirst(from, to);
        assertThat(edited).isNotEqualTo(right);
        Files.writeString(manifest, edited);
        assertThat(CopyCheck.of(folder)).first().asString().startsWith(difference);
    }

    @Test
    void aFileThatIsTakenFromTheManifestIsAnAddedOne() throws IOException {
        String right = Files.readString(manifest, UTF_8);
        String edited = right.replaceFirst("\\{[^{}]*audit-trail.csv[^{}]*\\},", "");
        assertThat(edited).isNotEqualTo(right);
        Files.writeString(manifest, edited);
        assertThat(CopyCheck.of(folder)).containsExactly(CSV + " was added: the manifest does not name it");
    }

    @Test
    void withoutAManifestThereIsNothingToCompareWith() throws IOException {
        Files.delete(manifest);
        assertThatThrownBy(() -> CopyCheck.of(folder)).isInstanceOf(NoSuchFileException.class);
    }
}
