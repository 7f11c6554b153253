package io.devicetrail.audit.validation;

import static io.devicetrail.audit.validation.SmallTree.requirement;
import static io.devicetrail.audit.validation.SmallTree.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.validation.evidence.Installation;
import io.devicetrail.audit.validation.evidence.SourceState;
import io.devicetrail.audit.validation.evidence.Standing;
import io.devicetrail.audit.validation.evidence.ValidationRefused;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pack passes only if source, tests, files and figures all do; what keeps it from it is told. */
@Requirement("11.10(a) validation")
class ValidationPackTest {
    private static final List<StatedRequirement> ONE = List.of(requirement("1"));

    @TempDir
    Path top;

    private SmallTree tree;

    @BeforeEach
    void whole() throws Exception {
        tree = new SmallTree(top)
                .source("ATest", "class ATest { @Test @Requirement(\"1\") void one() {} }")
                .result("ATest", run("ATest", "one", ""))
                .built()
                .shown();
    }

    @Test
    void aWholePackPassesAndHasNothingOpen() throws Exception {
        ValidationPack pack = tree.pack(ONE);

        assertThat(pack.open()).isEmpty();
        assertThat(pack.standing()).isEqualTo(Standing.PASSED);
        assertThat(pack.installation().libraries()).isEqualTo(Installation.BUILT.size());
    }

    @Test
    void aTreeWithChangesOrOfNoCommitIsOpen() throws Exception {
        ValidationPack changed = tree.pack(ONE, new SourceState(SmallTree.COMMIT, List.of("pump/pom.xml")));
        assertThat(changed.standing()).isEqualTo(Standing.OPEN);
        assertThat(changed.open())
                .singleElement()
                .hasToString("OPEN source: NOT clean: 1 files differ from the commit, such as pump/pom.xml");

        assertThat(tree.pack(ONE, new SourceState(null, List.of())).open())
                .singleElement()
                .hasToString("OPEN source: of no commit that is known");
    }

    @Test
    void aTestThatFailedIsNotPassedOverForBeingMarkedWithNothing() throws Exception {
        tree.result("BTest", run("BTest", "unmarked", "<failure message=\"no\"/>"));

        ValidationPack pack = tree.pack(ONE);

        assertThat(pack.matrix().standing()).isEqualTo(Standing.PASSED);
        assertThat(pack.standing()).isEqualTo(Standing.FAILED);
        assertThat(pack.open())
                .singleElement()
                .hasToString("FAILED OQ, plant.BTest.unmarked: failed, and is marked with no requirement");
    }

    @Test
    void aLibraryThatTheBillOfMaterialsDoesNotListIsOpen() throws Exception {
        tree.sbom("1.6", "00");

        Installation installation = tree.pack(ONE).installation();

        assertThat(installation.standing()).isEqualTo(Standing.OPEN);
        assertThat(installation.unlisted()).contains("app/target/devicetrail.jar: library.jar");
    }

    @Test
    void withoutABillOfMaterialsOrAFileThatIsToBeInstalledItIsOpen() throws Exception {
        Files.delete(top.resolve("target/sbom.json"));
        Files.delete(top.resolve(Installation.BUILT.getFirst()));

        assertThat(tree.pack(ONE).installation().open())
                .contains("there is no SBOM", "app/target/devicetrail.jar was not built");

        tree.sbom("1.4", "00");
        assertThatThrownBy(() -> tree.pack(ONE))
                .isInstanceOf(ValidationRefused.class)
                .hasMessageContaining("CycloneDX 1.6");
    }

    @Test
    void figuresOfADemoThatFailedOrStoppedDoNotPass() throws Exception {
        for (String bad : List.of(
                "",
                "{}",
                "{\"ok\":true,\"steps\":[]}",
                "{\"ok\":false,\"steps\":[{\"name\":\"Start\",\"ok\":true}]}",
                "{\"ok\":true,\"steps\":[{\"name\":\"Start\",\"ok\":false}]}")) {
            tree.demo(bad);
            assertThat(tree.pack(ONE).performance().standing()).as(bad).isEqualTo(Standing.FAILED);
        }
    }

    @Test
    void withoutFiguresOrWithThoseOfAnotherSourceItIsOpen() throws Exception {
        assertThat(new SmallTree(top).pack(ONE).performance().why()).isEqualTo("the demo was not run");

        tree.write("pump/pom.xml", "<project />", SmallTree.RUN.plusSeconds(1));
        assertThat(tree.pack(ONE).performance().why()).isEqualTo("the figures are older than the newest source");
        assertThat(tree.pack(ONE).performance().standing()).isEqualTo(Standing.OPEN);
    }
}
