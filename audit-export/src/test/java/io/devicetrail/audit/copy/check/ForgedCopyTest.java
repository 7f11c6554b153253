package io.devicetrail.audit.copy.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.ProvenLog;
import io.devicetrail.audit.copy.WrittenReport;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.report.ReportHead;
import io.devicetrail.audit.seal.CopySeal;
import io.devicetrail.audit.seal.Sealed;
import io.devicetrail.audit.trail.ListedLog;
import io.devicetrail.audit.trail.TrailFilter;
import io.devicetrail.audit.verify.CopyCheck;
import io.devicetrail.domain.rolloutrun.RolloutRunId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies and parts of them that hold together and are not of the site: none is said to be proven. */
class ForgedCopyTest {
    private static final String ROLLOUT = "rollout-report.json";
    private static final String REPORT = "report.pdf";

    @TempDir
    Path home;

    @TempDir
    Path elsewhere;

    @TempDir
    Path place;

    private final ListedLog log = ProvenLog.everyEvent();
    private ProvenLog proven;
    private Path copy;

    @BeforeEach
    void export() throws IOException {
        proven = ProvenLog.of(log, home);
        copy = place.resolve("copy");
        proven.copy(TrailFilter.ofTenant(ProvenLog.ACME), copy);
    }

    @Test
    @Requirement("11.10(a)")
    void aCopyThatWasInventedWithKeysOfItsOwnIsNotProvenByThem() throws IOException {
        Path invented = place.resolve("invented");
        ProvenLog.of(log, elsewhere).copy(TrailFilter.ofTenant(ProvenLog.ACME), invented);

        CopyVerdict verdict = CopyVerification.of(invented, List.of());
        assertThat(verdict.findings()).isEmpty();
        assertThat(CopyReport.exitCode(verdict)).isEqualTo(CopyReport.NOT_PROVEN);
        assertThat(printed(verdict))
                .contains("Give --key with the site's keys, from elsewhere than this copy")
                .contains("/ledger/key")
                .doesNotContain("Nothing differs");
        assertThat(CopyReport.exitCode(CopyVerification.of(invented, proven.keys())))
                .isEqualTo(CopyReport.DIFFERS);
        assertThat(CopyReport.exitCode(CopyVerification.of(copy, proven.keys())))
                .isEqualTo(CopyReport.RIGHT);
    }

    @Test
    @Requirement("11.10(a)")
    void aCopyCannotChooseThatOneTypeOfSignatureIsEnough() throws IOException {
        VerifierKey mlDsa = proven.keys().get(1);
        sign(copy, manifest -> manifest.replace(",\"" + mlDsa.text() + "\"", ""));
        Files.writeString(copy.resolve(CopyCheck.KEYS), proven.keys().getFirst().text() + "\n");

        assertThat(CopyVerification.of(copy, proven.keys()).findings())
                .singleElement()
                .hasToString("manifest.json: it names no key for ML-DSA-44, of which there is one among those given:"
                        + " who has the others alone could have made it");
    }

    @Test
    void keysOfAnotherTimeNeedNotHaveSignedAndAreToldApart() throws IOException {
        List<VerifierKey> earlier = ProvenLog.of(log, elsewhere).keys();
        List<VerifierKey> all =
                Stream.concat(earlier.stream(), proven.keys().stream()).toList();

        CopyVerdict verdict = CopyVerification.of(copy, all);
        assertThat(CopyReport.exitCode(verdict)).isEqualTo(CopyReport.RIGHT);
        assertThat(verdict.checked())
                .anyMatch(line -> line.startsWith("ledger-checkpoint.txt: ")
                        && line.contains(", signed by "
                                + proven.keys().getFirst().shortName() + " (Ed25519) and "
                                + proven.keys().get(1).shortName() + " (ML-DSA-44); not by "
                                + earlier.getFirst().shortName() + " (Ed25519)"));
    }

    @Test
    @Requirement("11.10(b)")
    void pagesAroundTheRightLinesAreNotSaidToBeRight() throws Exception {
        ReportHead right = WrittenReport.head(ProvenLog.ACME, log);
        ReportHead invented = new ReportHead(
                right.filter(), right.logHead(), "Nobody", right.requesterId(), "Invented", right.requestedAt());
        byte[] forged = WrittenReport.of(log, invented);
        Files.write(copy.resolve(REPORT), forged);

        CopyVerdict verdict = CopyVerification.of(copy, proven.keys());
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.checked()).noneMatch(line -> line.contains(REPORT));
        assertThat(verdict.onTrust())
                .singleElement()
                .hasToString("report.pdf: not proven; its SHA-256 is " + sha256(forged)
                        + ": compare it with the one that the event of its own export tells"
                        + " (auditexport.AuditTrailExported, format pdf), which is later in the log than this copy");
        assertThat(printed(verdict))
                .contains("report.pdf: not proven; its SHA-256 is ")
                .endsWith("Nothing differs in what was checked. Not proven: report.pdf.\n");
    }

    @Test
    @Requirement("11.10(b)")
    void theReportOfARolloutIsTheWordOfTheExporter() throws Exception {
        Path rollout = place.resolve("rollout");
        String run = RolloutRunId.of(ProvenLog.ACME, "ada", "1").toString();
        proven.copy(new TrailFilter(ProvenLog.ACME, run, null, null, null, null), rollout);
        Path file = rollout.resolve(ROLLOUT);
        byte[] other = Files.readString(file)
                .replaceFirst("\"planHash\":\"[0-9a-f]", "\"planHash\":\"-")
                .getBytes(StandardCharsets.UTF_8);
        assertThat(other).isNotEqualTo(Files.readAllBytes(file));
        Files.write(file, other);
        String sha256 = sha256(other);
        sign(
                rollout,
                manifest ->
                        manifest.replaceFirst("(\"name\":\"" + ROLLOUT + "\",\"sha256\":\")[0-9a-f]+", "$1" + sha256));

        CopyVerdict verdict = CopyVerification.of(rollout, proven.keys());
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.onTrust())
                .singleElement()
                .hasToString("rollout-report.json: signed by the exporter, not made again");
        assertThat(printed(verdict))
                .contains("rollout-report.json: signed by the exporter, not made again\n")
                .endsWith("Nothing differs in what was checked. Not proven: rollout-report.json.\n");
    }

    @Test
    void aGuideThatIsNotTheOneOfThisVersionIsTold() throws Exception {
        byte[] other = Files.readAllBytes(copy.resolve("VERIFY.md"));
        other[other.length - 2] ^= 1;
        Files.write(copy.resolve("VERIFY.md"), other);
        String sha256 = sha256(other);
        sign(copy, manifest -> manifest.replaceFirst("(\"name\":\"VERIFY.md\",\"sha256\":\")[0-9a-f]+", "$1" + sha256));

        CopyVerdict verdict = CopyVerification.of(copy, proven.keys());
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.onTrust()).singleElement().hasToString("VERIFY.md: signed by the exporter, not made again");
    }

    private void sign(Path folder, UnaryOperator<String> change) throws IOException {
        Path manifest = folder.resolve(CopyCheck.MANIFEST);
        String right = Files.readString(manifest);
        String changed = change.apply(right);
        assertThat(changed).isNotEqualTo(right);
        Files.writeString(manifest, changed);
        CopySeal.Seal seal = CopySeal.in(home.resolve("secrets"))
                .seal(
                        Sealed.AUDIT_COPY,
                        changed.getBytes(StandardCharsets.UTF_8),
                        proven.ledger().signers(),
                        ListedLog.START);
        Files.write(folder.resolve(CopyCheck.NOTE), seal.note());
        Files.write(folder.resolve(CopyCheck.CMS), seal.cms());
    }

    private static String sha256(byte[] bytes) throws Exception {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    }

    private static String printed(CopyVerdict verdict) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        CopyReport.print(verdict, new PrintStream(out, true, StandardCharsets.UTF_8));
        return out.toString(StandardCharsets.UTF_8);
    }
}
