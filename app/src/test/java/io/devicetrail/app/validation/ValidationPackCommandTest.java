package io.devicetrail.app.validation;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.Requirement;
import io.devicetrail.app.cli.CommandLineInterface;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From the results of a build to a folder that {@code verify} takes; how results are read has tests of its own. */
@Requirement("11.10(a) validation")
class ValidationPackCommandTest {
    @TempDir
    Path folder;

    private Path tree;
    private Path out;

    private record Said(int exit, String out) {
        static Said by(String... arguments) {
            PrintStream before = System.out;
            ByteArrayOutputStream caught = new ByteArrayOutputStream();
            System.setOut(new PrintStream(caught, true, StandardCharsets.UTF_8));
            try {
                return new Said(CommandLineInterface.run(arguments), caught.toString(StandardCharsets.UTF_8));
            } finally {
                System.setOut(before);
            }
        }
    }

    @BeforeEach
    void plant() throws IOException {
        tree = folder.resolve("tree");
        out = folder.resolve("pack");
        Path tests = Files.createDirectories(tree.resolve("pump/src/test/java"));
        Files.createDirectories(tree.resolve("pump/target/surefire-reports"));
        Files.writeString(tree.resolve("pom.xml"), "<project/>");
        Files.writeString(tree.resolve("pump/pom.xml"), "<project/>");
        Files.writeString(
                tests.resolve("ATest.java"), "class ATest { @Test @Requirement(\"11.10(e)\") void one() {} }");
        Files.writeString(
                tree.resolve("pump/target/surefire-reports/TEST-ATest.xml"),
                "<testsuite><testcase name=\"one\" classname=\"ATest\" time=\"0.1\"/></testsuite>");
    }

    private Said pack(String... more) {
        String[] all = new String[more.length + 7];
        System.arraycopy(
                new String[] {
                    "validation-pack",
                    "--home",
                    folder.resolve("home").toString(),
                    "--tree",
                    tree.toString(),
                    "--out",
                    out.toString()
                },
                0,
                all,
                0,
                7);
        System.arraycopy(more, 0, all, 7, more.length);
        return Said.by(all);
    }

    @Test
    void whatIsOpenIsWrittenToldAndSignedByTheKeysOfTheHome() throws IOException {
        Said said = pack(
                "--json",
                "--from-results",
                tree.resolve("pump/target/surefire-reports").toString());

        assertThat(said.exit()).isEqualTo(1);
        JsonNode answer = JsonMapper.builder().build().readTree(said.out());
        assertThat(answer.path("ok").asBoolean()).isFalse();
        assertThat(answer.path("standing").asString()).isEqualTo("OPEN");
        assertThat(answer.path("requirements").path("PASSED").asInt()).isEqualTo(1);
        assertThat(answer.path("open").toString()).contains("no test is marked with it", "the demo was not run");

        Path keys = Files.copy(out.resolve("ledger-key.txt"), folder.resolve("kept-keys.txt"));
        Said verified = Said.by("verify", out.toString(), "--key", keys.toString());
        assertThat(verified.exit()).isZero();
        assertThat(verified.out()).contains("it says of itself: OPEN");

        Files.writeString(out.resolve("matrix.json"), "{}");
        assertThat(Said.by("verify", out.toString(), "--key", keys.toString()).exit())
                .isEqualTo(1);
    }

    @Test
    void anEarlierPackIsNeverReplacedAndWhatIsNoCheckoutIsRefused() throws IOException {
        assertThat(pack().exit()).isEqualTo(1);
        byte[] manifest = Files.readAllBytes(out.resolve("manifest.json"));
        assertThat(pack().exit()).isEqualTo(2);
        assertThat(out.resolve("manifest.json")).hasBinaryContent(manifest);

        out = folder.resolve("other");
        tree = folder.resolve("home");
        assertThat(pack().exit()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    @Test
    void toGoOnFromARunAndToRunNoneIsRefused() {
        Said said = pack(
                "--resume",
                "--from-results",
                tree.resolve("pump/target/surefire-reports").toString());

        assertThat(said.exit()).isEqualTo(2);
        assertThat(out).doesNotExist();
    }

    @Test
    void theSecondPackOfAHomeIsSignedByTheSameKeys() throws IOException {
        assertThat(pack().exit()).isEqualTo(1);
        String keys = Files.readString(out.resolve("ledger-key.txt"));
        out = folder.resolve("second");
        assertThat(pack().exit()).isEqualTo(1);
        assertThat(out.resolve("ledger-key.txt")).hasContent(keys);
    }
}
