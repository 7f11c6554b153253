package io.devicetrail.audit.validation;

import static io.devicetrail.audit.validation.SmallTree.requirement;
import static io.devicetrail.audit.validation.SmallTree.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.copy.check.CopyReport;
import io.devicetrail.audit.copy.check.CopyVerdict;
import io.devicetrail.audit.copy.check.CopyVerification;
import io.devicetrail.audit.copy.check.Trusted;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.note.Keys;
import io.devicetrail.audit.ledger.note.SignatureType;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.ledger.tree.NotVerified;
import io.devicetrail.audit.report.Conforming;
import io.devicetrail.audit.report.ReadReport;
import io.devicetrail.audit.seal.CopySeal;
import io.devicetrail.audit.seal.Sealed;
import io.devicetrail.audit.verify.CopyCheck;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A written pack says the same to people and programs, and shows whatever was changed of it afterwards. */
@Requirement("11.10(a) validation")
class PackFolderTest {
    private static final int FLIPS = 100;
    private static final List<StatedRequirement> TWO = List.of(requirement("1"), requirement("2"));

    @TempDir
    static Path home;

    private static LedgerKeyring keyring;
    private static CopySeal seal;
    private static SmallTree tree;

    @TempDir
    Path place;

    private Path folder;

    @BeforeAll
    static void write() throws Exception {
        keyring = LedgerKeyring.in(home.resolve("secrets"), null);
        seal = CopySeal.in(home.resolve("secrets"));
        tree = new SmallTree(home.resolve("tree"))
                .source("ATest", "class ATest { @Test @Requirement(\"1\") void one() {} }")
                .result("ATest", run("ATest", "one", ""))
                .built()
                .shown();
        PackFolder.write(tree.pack(TWO), home.resolve("pack"), seal, keyring.current());
    }

    @BeforeEach
    void take() throws IOException {
        folder = Files.createDirectory(place.resolve("pack"));
        for (Path file : files(home.resolve("pack"))) {
            Files.copy(file, folder.resolve(String.valueOf(file.getFileName())));
        }
    }

    private List<VerifierKey> keys() {
        return keyring.current().verifiers();
    }

    @Test
    void itIsVerifiedByTheKeysOfTheLedgerAndSaysHowItStands() throws Exception {
        CopyVerdict verdict = CopyVerification.of(folder, keys());

        assertThat(verdict.findings()).isEmpty();
        assertThat(CopyReport.exitCode(verdict)).isZero();
        assertThat(verdict.checked())
                .anyMatch(line -> line.startsWith("manifest.json: signed by "))
                .contains("6 files: size and SHA-256 as the manifest names them, and no others")
                .contains("it says of itself: OPEN, for commit " + SmallTree.COMMIT);
        assertThat(verdict.onTrust()).hasSize(6).allMatch(file -> file.why().contains("made again"));
        assertThat(CopyReport.exitCode(CopyVerification.of(folder, List.of()))).isEqualTo(CopyReport.NOT_PROVEN);
    }

    @Test
    void aWitnessThatIsAskedForIsRefusedAndNotPassedOver() {
        VerifierKey witness = Keys.fresh("witness.example/one", SignatureType.ED25519_COSIGNATURE)
                .verifier();

        assertThatThrownBy(() -> CopyVerification.of(folder, new Trusted(keys(), List.of(witness), List.of())))
                .isInstanceOf(NotVerified.class)
                .hasMessageContaining("no witness and no authority signs a validation pack");
    }

    @Test
    @Requirement("11.10(a)")
    void anyChangedByteOfAnyFileIsFoundAndTheFileNamed() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<Path> files = files(folder);
        for (int flip = 0; flip < FLIPS; flip++) {
            Path file = files.get(flip % files.size());
            byte[] right = Files.readAllBytes(file);
            byte[] bent = right.clone();
            int at = random.nextInt(bent.length);
            bent[at] ^= (byte) (1 << random.nextInt(8));
            Files.write(file, bent);
            CopyVerdict verdict = CopyVerification.of(folder, keys());
            assertThat(CopyReport.exitCode(verdict))
                    .as("seed " + seed + ", byte " + at + " of " + file)
                    .isEqualTo(CopyReport.DIFFERS);
            assertThat(verdict.findings().toString()).contains(String.valueOf(file.getFileName()));
            Files.write(file, right);
        }
    }

    /** A tool of others, which knows nothing of the note. */
    @Test
    void opensslAcceptsTheSignatureAndNoOtherManifest() throws Exception {
        assumeTrue(
                new ProcessBuilder("sh", "-c", "command -v openssl").start().waitFor() == 0,
                "skipped: no openssl; apt-get install openssl");
        assertThat(openssl()).contains("CMS Verification successful");

        Path manifest = folder.resolve(CopyCheck.MANIFEST);
        Files.writeString(manifest, Files.readString(manifest).replace("\"OPEN\"", "\"PASSED\""));
        assertThat(openssl()).contains("CMS Verification failure");
    }

    private String openssl() throws Exception {
        Process openssl = new ProcessBuilder(
                        "openssl",
                        "cms",
                        "-verify",
                        "-binary",
                        "-inform",
                        "DER",
                        "-in",
                        CopyCheck.CMS,
                        "-content",
                        CopyCheck.MANIFEST,
                        "-noverify",
                        "-out",
                        home.resolve("verified").toString())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(openssl.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(openssl.waitFor() == 0).as(said).isEqualTo(said.contains("successful"));
        return said;
    }

    @Test
    void aFileThatIsMissingAndOneThatWasAddedAreFound() throws Exception {
        Files.delete(folder.resolve(PackFolder.MATRIX));
        Files.writeString(folder.resolve("waiver.txt"), "all is well");

        assertThat(CopyVerification.of(folder, keys()).findings().toString())
                .contains("matrix.json is missing", "waiver.txt was added");
    }

    @Test
    void aNoteOverAnAuditCopyIsNoneOverAPack() throws Exception {
        byte[] manifest = Files.readAllBytes(folder.resolve(CopyCheck.MANIFEST));
        CopySeal.Seal other = seal.seal(Sealed.AUDIT_COPY, manifest, keyring.current(), SmallTree.MADE);
        Files.write(folder.resolve(CopyCheck.NOTE), other.note());
        Files.write(folder.resolve(CopyCheck.CMS), other.cms());

        assertThat(CopyVerification.of(folder, keys()).findings().toString()).contains("a note of something else");
    }

    @Test
    void keysOfSomebodyElseDoNotVerifyIt() throws Exception {
        List<VerifierKey> others =
                LedgerKeyring.in(home.resolve("others"), null).current().verifiers();

        assertThat(CopyReport.exitCode(CopyVerification.of(folder, others))).isEqualTo(CopyReport.DIFFERS);
    }

    @Test
    void theSameEvidenceGivesTheSameBytesButForTheSignature() throws Exception {
        Path again = home.resolve("again");
        PackFolder.write(tree.pack(TWO), again, seal, keyring.current());

        for (Path file : files(folder)) {
            String name = String.valueOf(file.getFileName());
            if (!name.equals(CopyCheck.CMS) && !name.equals(CopyCheck.NOTE)) {
                assertThat(again.resolve(name)).as(name).hasSameBinaryContentAs(file);
            }
        }
    }

    @Test
    void theRowsAreForPrograms() throws Exception {
        JsonNode matrix = JsonMapper.builder().build().readTree(Files.readString(folder.resolve(PackFolder.MATRIX)));

        assertThat(matrix.path("standing").asString()).isEqualTo("OPEN");
        assertThat(matrix.path("counts").path("OPEN").path("requirements").asInt())
                .isEqualTo(1);
        JsonNode shown = matrix.path("rows").path(0);
        assertThat(shown.path("clause").asString()).isEqualTo("1");
        assertThat(shown.path("test").asString()).isEqualTo("plant.ATest.one");
        assertThat(shown.path("result").asString()).isEqualTo("PASSED");
        assertThat(shown.path("commit").asString()).isEqualTo(SmallTree.COMMIT);
        JsonNode open = matrix.path("rows").path(1);
        assertThat(open.path("result").asString()).isEqualTo("OPEN");
        assertThat(open.path("test").isNull()).isTrue();
        assertThat(open.path("why").asString()).isEqualTo("no test is marked with it");
    }

    @Test
    void theReportConformsAndHasTheRowsWithTheMatrixInside() throws Exception {
        byte[] pdf = Files.readAllBytes(folder.resolve(PackFolder.REPORT));

        assertThat(Conforming.errors(pdf, PDFAFlavour.PDFA_3_U)).isEmpty();
        ReadReport report = ReadReport.of(pdf);
        assertThat(report.attachments.get(PackFolder.MATRIX))
                .isEqualTo(Files.readAllBytes(folder.resolve(PackFolder.MATRIX)));
        assertThat(report.text().replace(" ", ""))
                .contains("ValidationpackofDevicetrail1.0", SmallTree.COMMIT, "clean:whatwastestedisthecommit")
                .contains("11ATest.one", "22noneOPEN0123456789ab")
                .contains("notestismarkedwithit", "\u201cWordsof1.\u201d", "ATest.one", "devices:200");
    }

    /** Of what tests and the demo say, which know where they ran. */
    @Test
    void nothingOfTheMachineIsInAnyFile() throws Exception {
        String machine = place.resolve("plant").toString();
        PackFolder.write(told(machine).pack(TWO), place.resolve("told"), seal, keyring.current());

        for (Path file : files(place.resolve("told"))) {
            byte[] bytes = Files.readAllBytes(file);
            String text = String.valueOf(file.getFileName()).equals(PackFolder.REPORT)
                    ? ReadReport.of(bytes).text()
                    : new String(bytes, StandardCharsets.UTF_8);
            assertThat(text.replaceAll("\\s", ""))
                    .as(file.toString())
                    .doesNotContain(machine, place.toString(), home.toString(), "localhost", "127.0.0.1");
        }
        assertThat(Files.readString(place.resolve("told").resolve(PackFolder.OPERATION)))
                .contains("no a.txt in tree; see http://example.org/a/b, target/c or \\\"d\\\"");
        assertThat(Files.readString(place.resolve("told").resolve(PackFolder.MATRIX)))
                .contains("1 failed: no a.txt in tree; see", "1 skipped: is b.txt, 1/2");
        JsonNode figures = JsonMapper.builder()
                .build()
                .readTree(Files.readString(place.resolve("told").resolve(PackFolder.PERFORMANCE)))
                .path("demo")
                .path("steps")
                .path(0)
                .path("figures");
        assertThat(figures.toString())
                .isEqualTo(
                        "{\"devices\":200,\"exported\":[\"trail.pdf\",\"trail.jsonl\"],\"failure\":\"log is bent\"}");
    }

    /** @param machine where all of it was */
    private SmallTree told(String machine) throws Exception {
        return new SmallTree(place.resolve("tree"))
                .source(
                        "ATest",
                        "class ATest { @Test @Requirement(\"1\") void one() {}"
                                + " @Test @Requirement(\"2\") void two() {} }")
                .result(
                        "ATest",
                        run(
                                        "ATest",
                                        "one",
                                        "<failure message=\"no " + machine + "/a.txt in file://" + machine
                                                + "/tree/; see http://example.org/a/b, target/c or &quot;" + machine
                                                + "/d&quot;\"/>")
                                + run("ATest", "two", "<skipped message=\"is " + machine + "/b.txt, 1/2\"/>"))
                .built()
                .demo("{\"ok\":true,\"seconds\":3.5,\"steps\":[{\"name\":\"Start\",\"ok\":true,\"seconds\":3.5,"
                        + "\"figures\":{\"devices\":200,\"home\":\"" + machine
                        + "\",\"graphql\":\"http://localhost:1/graphql\","
                        + "\"mqtt\":\"localhost:2\",\"postgres\":\"localhost:3\",\"elasticsearch\":\"localhost:4\","
                        + "\"opcua\":\"opc.tcp://localhost:5\",\"modbus\":\"127.0.0.1:6\","
                        + "\"exported\":[\"" + machine + "/trail.pdf\",\"" + machine + "/trail.jsonl\"],"
                        + "\"failure\":\"" + machine + "/log is bent\"}}]}");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }
}
