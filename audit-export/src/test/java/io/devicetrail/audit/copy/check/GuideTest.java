package io.devicetrail.audit.copy.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.AttestedLog;
import io.devicetrail.audit.copy.ProvenLog;
import io.devicetrail.audit.copy.WrittenReport;
import io.devicetrail.audit.ledger.note.Keys;
import io.devicetrail.audit.ledger.note.NoteSigner;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.timestamp.OpensslAuthority;
import io.devicetrail.audit.trail.EveryEvent;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands of VERIFY.md, run as they stand there: a second check, by programs of others. */
class GuideTest {
    private static final List<String> TOOLS = List.of("bash", "jq", "openssl", "sha256sum", "python3");
    private static final Path GO_PACKAGES = Path.of("/usr/share/gocode/src/golang.org/x/mod");
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)\n```", Pattern.DOTALL);

    @TempDir
    Path home;

    @TempDir
    Path place;

    private Path copy;

    private record Said(int exit, String text) {}

    @BeforeEach
    void export() throws Exception {
        for (String tool : TOOLS) {
            assumeTrue(
                    new ProcessBuilder("sh", "-c", "command -v " + tool).start().waitFor() == 0,
                    "skipped: no " + tool + "; apt-get install bash jq openssl coreutils python3");
        }
        copy = place.resolve("copy");
        ProvenLog.of(ProvenLog.everyEvent(), home).copy(TrailFilter.ofTenant(ProvenLog.ACME), copy);
    }

    @Test
    @Requirement({"11.10(a)", "Annex 11 s.17"})
    void theToolsOfOthersAcceptACopy() throws Exception {
        Said said = commands();

        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text())
                .contains("audit-trail.csv: OK", "audit-trail.jsonl: OK", "VERIFY.md: OK")
                .contains("manifest.json: OK", "manifest.json.p7s: OK")
                .contains("CMS Verification successful")
                .endsWith("all under the root\n" + linesOfTheFirstEvent());
        assertThat(said.text().split("Signature Verified Successfully", -1)).hasSize(3);
        String[] leaves =
                said.text().lines().filter(line -> line.matches("[0-9a-f]{64}")).toArray(String[]::new);
        assertThat(leaves).hasSize(2);
        assertThat(leaves[0]).isEqualTo(leaves[1]);
    }

    @Test
    @Requirement("11.10(a)")
    void theyAcceptWhatWitnessesAndAnAuthorityHaveSigned(@TempDir Path other) throws Exception {
        NoteSigner witness = Keys.fresh("witness.example/one", SignatureType.ED25519_COSIGNATURE);
        AttestedLog log = new AttestedLog(other);
        copy = place.resolve("attested");
        try (OpensslAuthority authority = new OpensslAuthority(other.resolve("authority"))) {
            log.cosigned(log.checkpoint(), witness);
            log.stamped(log.checkpoint(), authority.stamp(AttestedLog.bytes(log.checkpoint())));
            long size = AttestedLog.size(log.checkpoint());
            log.grow(3).proven().copy(TrailFilter.ofTenant(ProvenLog.ACME), copy);
            Path key = Files.writeString(
                    other.resolve("witness"), witness.verifier().text() + "\n");
            String given = "witness=" + key + "\nauthority=" + authority.certificate() + "\n";

            Said said = run(given + commandsOf(""));
            assertThat(said.exit()).as(said.text()).isZero();
            assertThat(said.text())
                    .contains(
                            "cosigned: the events before " + size + " of this copy are under it\n",
                            "stamped: the events before " + size + " of this copy are under it\n")
                    .contains("cosigned at " + AttestedLog.SIGNED.toString().replace("Z", "+00:00"))
                    .contains("Verification: OK");
            assertThat(said.text().split("Signature Verified Successfully", -1)).hasSize(4);
            if (Files.isDirectory(GO_PACKAGES)) {
                assertThat(said.text())
                        .contains("ledger-cosigned.txt: signed by "
                                + log.proven().keys().getFirst().name() + "\n")
                        .contains("ledger-cosigned.txt: signed by witness.example/one\n");
            }
            Path cosigned = copy.resolve("ledger-cosigned.txt");
            if (Files.isDirectory(GO_PACKAGES)) {
                String right = Files.readString(cosigned);
                Files.writeString(cosigned, right.replaceFirst("(?m)^\u2014 witness[.]example/one .*\n", ""));
                Said without = run(given + commandsOf("notes.go"));
                assertThat(without.exit()).as(without.text()).isNotZero();
                assertThat(without.text()).contains("ledger-cosigned.txt: not signed by witness.example/one");
                Files.writeString(cosigned, right);
            }
            Files.writeString(cosigned, Files.readString(cosigned).replaceFirst("\n[0-9]", "\n9"));
            assertThat(run(given + commandsOf("cosigned at")).exit()).isNotZero();
        }
    }

    @Test
    void theyAcceptACopyOfARecordInTheMiddleOfTheLog(@TempDir Path other) throws Exception {
        Path part = place.resolve("part");
        ProvenLog.of(ProvenLog.everyEvent(), other)
                .copy(
                        new TrailFilter(
                                ProvenLog.ACME, EveryEvent.pump(ProvenLog.ACME).toString(), null, null, 9L, 101L),
                        part);
        copy = part;
        Said said = commands();
        assertThat(said.exit()).as(said.text()).isZero();
        assertThat(said.text()).contains("all under the root");
    }

    @Test
    @Requirement("11.10(b)")
    void theyTellWhetherAReportHoldsTheCopy() throws Exception {
        ListedLog log = ProvenLog.everyEvent();
        Path report = copy.resolve("report.pdf");
        Files.write(report, WrittenReport.of(log, WrittenReport.head(ProvenLog.ACME, log)));
        Said right = run(commandsOf("report.pdf"));
        assertThat(right.text()).endsWith("report.pdf holds audit-trail.jsonl\n");
        assertThat(right.exit()).isZero();

        Files.write(report, WrittenReport.of(log, WrittenReport.head(ProvenLog.OTHER, log)));
        assertThat(run(commandsOf("report.pdf")).exit()).isNotZero();
    }

    @Test
    @Requirement("11.10(a)")
    void theyRefuseAManifestAndAnEntryThatWereChanged() throws Exception {
        Path manifest = copy.resolve("manifest.json");
        String right = Files.readString(manifest);
        Files.writeString(manifest, right.replaceFirst("\"tenant\":\"acme\"", "\"tenant\":\"acmf\""));
        assertThat(commands().exit()).isNotZero();
        Files.writeString(manifest, right);

        Path entries = copy.resolve("ledger-entries.jsonl");
        Files.writeString(
                entries, Files.readString(entries).replaceFirst("\"actorId\":\"test\"", "\"actorId\":\"best\""));
        Said said = run(commandsOf("all under the root"));
        assertThat(said.exit()).isNotZero();
        assertThat(said.text()).contains("AssertionError: event 0");
    }

    private String linesOfTheFirstEvent() {
        String line =
                "[\"0\",\"tenant.TenantCreated\",\"2026-11-20T10:00:00.000001Z\",\"test\",\"+41 said so\",\"command-0\"]\n";
        return line + line;
    }

    private Said commands() throws IOException, InterruptedException {
        return run(commandsOf(""));
    }

    /** Of the steps that print it, with what the first ones set. */
    private String commandsOf(String step) throws IOException {
        StringBuilder script = new StringBuilder("set -e -o pipefail\nt=$(mktemp -d)\n");
        Matcher commands = COMMANDS.matcher(Files.readString(copy.resolve("VERIFY.md")));
        while (commands.find()) {
            if (commands.group(1).contains(step)) {
                script.append(commands.group(1)).append('\n');
            }
        }
        return script.toString();
    }

    private Said run(String script) throws IOException, InterruptedException {
        Process process = new ProcessBuilder("bash", "-c", script)
                .directory(copy.toFile())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return new Said(process.exitValue(), text);
    }
}
