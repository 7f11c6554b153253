package io.devicetrail.audit.copy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.ProvenLog;
import io.devicetrail.audit.copy.WrittenReport;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code devicetrail-verify.jar} itself, as a process of its own; what it takes is {@link VerifyCopyTest}'s. */
class VerifierJarTest {
    /** Where the build puts it, after the tests of the classes. */
    private static final String PLACE = System.getProperty("devicetrail.verifier", "");

    /** Bytes: to be sent beside a copy. */
    private static final long LARGEST = 8 << 20;

    /** What reads or opens anything but files; names as class files have them. */
    private static final List<String> NO_PART_OF_IT =
            List.of("org/springframework/", "jakarta/servlet/", "org/postgresql/", "java/net/http/", "java/net/Socket");

    @TempDir
    static Path home;

    @TempDir
    static Path exported;

    @TempDir
    Path place;

    private static ListedLog log;
    private Path copy;
    private Path keys;

    private record Said(int exit, String text) {}

    @BeforeAll
    static void export() throws IOException {
        assumeTrue(!PLACE.isEmpty(), "skipped: the jar is made after the tests of its classes; run mvn verify");
        log = ProvenLog.everyEvent();
        ProvenLog proven = ProvenLog.of(log, home);
        proven.copy(TrailFilter.ofTenant(ProvenLog.ACME), exported.resolve("copy"));
        Files.write(
                exported.resolve("keys"),
                proven.keys().stream().map(VerifierKey::text).toList());
    }

    @BeforeEach
    void take() throws IOException {
        copy = Files.createDirectory(place.resolve("copy"));
        try (var files = Files.list(exported.resolve("copy"))) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(String.valueOf(file.getFileName())));
            }
        }
        keys = exported.resolve("keys");
    }

    @Test
    @Requirement("11.10(c)")
    void itNeedsNothingButTheCopyAndTheKeys() throws Exception {
        Said said = run(copy.toString(), "--key", keys.toString());
        assertThat(said.text()).endsWith("Nothing differs.\n");
        assertThat(said.exit()).isZero();
        Said alone = run(copy.toString());
        assertThat(alone.text()).contains("Give --key");
        assertThat(alone.exit()).isEqualTo(3);
    }

    @Test
    @Requirement("11.10(a)")
    void aChangedByteIsToldWithItsEvent() throws Exception {
        Path entries = copy.resolve("ledger-entries.jsonl");
        Files.writeString(
                entries, Files.readString(entries).replaceFirst("\"actorId\":\"test\"", "\"actorId\":\"best\""));
        Said said = run(copy.toString(), "--key", keys.toString());
        assertThat(said.text()).contains("event 0: ledger-entries.jsonl: the ledger's leaf is of another entry");
        assertThat(said.exit()).isEqualTo(1);
    }

    @Test
    @Requirement("11.10(b)")
    void whatAReportHoldsIsHeldAgainstTheCopy() throws Exception {
        Path report = copy.resolve("report.pdf");
        Files.write(report, WrittenReport.of(log, WrittenReport.head(ProvenLog.ACME, log)));
        Said right = run(copy.toString(), "--key", keys.toString());
        assertThat(right.text()).endsWith("Nothing differs in what was checked. Not proven: report.pdf.\n");
        assertThat(right.exit()).isZero();
        Files.write(report, WrittenReport.of(log, WrittenReport.head(ProvenLog.OTHER, log)));
        Said other = run(copy.toString(), "--key", keys.toString());
        assertThat(other.text()).contains("report.pdf holds other entries than audit-trail.jsonl");
        assertThat(other.exit()).isEqualTo(1);
    }

    @Test
    void itHasWhatItNeedsAndNothingElse() throws Exception {
        Set<String> ofAxon = new TreeSet<>();
        Set<String> tooMuch = new TreeSet<>();
        try (JarFile jar = new JarFile(PLACE)) {
            for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
                if (entry.getName().startsWith("org/axonframework/") && !entry.isDirectory()) {
                    ofAxon.add(entry.getName());
                }
                String text = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                for (String part : NO_PART_OF_IT) {
                    if (entry.getName().startsWith(part) || text.contains(part)) {
                        tooMuch.add(entry.getName() + " has to do with " + part);
                    }
                }
            }
        }
        assertThat(tooMuch).isEmpty();
        assertThat(ofAxon).as("an annotation").containsExactly("org/axonframework/serialization/Revision.class");
        assertThat(Files.size(Path.of(PLACE))).isLessThan(LARGEST);
        assertThat(run("--version").text().strip()).isNotEmpty().isNotEqualTo("unpackaged");
    }

    private static Said run(String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-jar",
                PLACE));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
