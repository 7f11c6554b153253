package io.devicetrail.audit.validation;

import static io.devicetrail.audit.validation.SmallTree.requirement;
import static io.devicetrail.audit.validation.SmallTree.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.validation.evidence.MarkedTest;
import io.devicetrail.audit.validation.evidence.Standing;
import io.devicetrail.audit.validation.evidence.ValidationRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each requirement of the list and each marked test has a row, and only one that ran on this source and passed passes. */
@Requirement("11.10(a) validation")
class TraceabilityMatrixTest {
    private static final List<StatedRequirement> ONE = List.of(requirement("1"));

    @TempDir
    Path top;

    private SmallTree tree;

    @BeforeEach
    void plant() throws IOException {
        tree = new SmallTree(top);
    }

    @Test
    void aRowForEachMarkOfEachTestInTheOrderOfTheListAndOfTheTests() throws IOException {
        tree.source("ZebraTest", """
                class ZebraTest {
                    @Test @Requirement({"2", "1"}) void both() {}
                    @Test void unmarked() {}
                }
                """).source("ApeTest", """
                @io.devicetrail.Requirement("1")
                class ApeTest {
                    @Test void second() {}
                    @ParameterizedTest void first(int of) {}
                    void help() {}
                    class Inner { @Test @Requirement(value = "2") void deep() {} }
                }
                """);
        String ape = run("ApeTest", "second", "")
                + run("ApeTest", "first(int)[1]", "")
                + run("ApeTest", "first(int)[2]", "");
        tree.result("ApeTest", ape)
                .result("ApeTest$Inner", run("ApeTest$Inner", "deep", ""))
                .result("ZebraTest", run("ZebraTest", "both", "") + run("ZebraTest", "unmarked", ""));

        TraceabilityMatrix matrix =
                tree.pack(List.of(requirement("2"), requirement("1"))).matrix();

        assertThat(told(matrix))
                .containsExactly(
                        "2 plant.ApeTest$Inner.deep PASSED",
                        "2 plant.ZebraTest.both PASSED",
                        "1 plant.ApeTest.first PASSED",
                        "1 plant.ApeTest.second PASSED",
                        "1 plant.ApeTest$Inner.deep PASSED",
                        "1 plant.ZebraTest.both PASSED");
        assertThat(matrix.standing()).isEqualTo(Standing.PASSED);
        assertThat(matrix.rows().get(2).result()).satisfies(first -> {
            assertThat(first.passed()).isEqualTo(2);
            assertThat(first.report().name()).isEqualTo("pump/target/surefire-reports/TEST-plant.ApeTest.xml");
        });
    }

    @Test
    void whatNoTestIsMarkedWithIsOpenUnlessTheListSaysWhyNothingIsToBeShown() throws IOException {
        StatedRequirement none = new StatedRequirement("3", "21 CFR Part 11", "3", null, "Nothing.", "There is none.");

        TraceabilityMatrix matrix = tree.pack(List.of(requirement("1"), none)).matrix();

        assertThat(matrix.rows())
                .extracting(MatrixRow::requirement, MatrixRow::standing, MatrixRow::why)
                .containsExactly(
                        tuple("1", Standing.OPEN, "no test is marked with it"),
                        tuple("3", Standing.NOT_APPLICABLE, "There is none."));
        assertThat(matrix.standing()).isEqualTo(Standing.OPEN);
    }

    @Test
    void aTestThatFailedWasSkippedOrLeftNoResultDoesNotPassItsRequirement() throws IOException {
        tree.source("ATest", """
                @Requirement("1")
                class ATest {
                    @Test void fails() {}
                    @Test void flickers() {}
                    @Test void isMissing() {}
                    @Test void isSkipped() {}
                    @Test void oneOfTwo(int of) {}
                    @Test void passes() {}
                }
                """);
        tree.result(
                "ATest",
                run("ATest", "passes", "")
                        + run(
                                "ATest",
                                "fails",
                                "<failure message=\"&#10;expected: 1\" type=\"E\"><![CDATA[at]]></failure>")
                        + run(
                                "ATest",
                                "flickers",
                                "<flakyFailure message=\"first\"><stackTrace>at</stackTrace></flakyFailure>")
                        + run("ATest", "isSkipped", "<skipped type=\"T\"><![CDATA[T: no tool]]></skipped>")
                        + run("ATest", "oneOfTwo(int)[1]", "")
                        + run("ATest", "oneOfTwo(int)[2]", "<error type=\"E\"><![CDATA[E: boom\n at x]]></error>"));

        TraceabilityMatrix matrix = tree.pack(ONE).matrix();

        assertThat(matrix.rows())
                .map(MatrixRow::standing)
                .containsExactly(
                        Standing.FAILED,
                        Standing.FAILED,
                        Standing.OPEN,
                        Standing.OPEN,
                        Standing.FAILED,
                        Standing.PASSED);
        assertThat(matrix.rows())
                .map(MatrixRow::why)
                .containsExactly(
                        "1 failed: expected: 1",
                        "1 failed: first",
                        "the test has no result",
                        "1 skipped: T: no tool",
                        "1 failed: E: boom",
                        null);
        assertThat(matrix.standing()).isEqualTo(Standing.FAILED);
        assertThat(matrix.requirements(Standing.FAILED)).isEqualTo(1);
        assertThat(matrix.rows(Standing.OPEN)).isEqualTo(2);
    }

    @Test
    void whatFailedBeforeAllTestsOfAClassFailedEachOfThem() throws IOException {
        tree.source("ATest", """
                @Requirement("1")
                class ATest {
                    @Test void one() {}
                    @Test void two() {}
                }
                """);
        tree.result(
                "ATest",
                run("ATest", "one", "") + run("ATest", "", "<error message=\"no server\" type=\"E\">at</error>"));

        assertThat(tree.pack(ONE).matrix().rows()).map(MatrixRow::standing).containsOnly(Standing.FAILED);
    }

    @Test
    void aResultThatIsOlderThanAnySourceShowsNothing() throws IOException {
        tree.source("ATest", "class ATest { @Test @Requirement(\"1\") void one() {} }");
        tree.result("ATest", run("ATest", "one", ""));
        assertThat(tree.pack(ONE).matrix().standing()).isEqualTo(Standing.PASSED);

        tree.write("pump/src/main/java/plant/Pump.java", "class Pump {}", SmallTree.RUN.plusSeconds(1));

        assertThat(tree.pack(ONE).matrix().rows()).singleElement().satisfies(row -> {
            assertThat(row.standing()).isEqualTo(Standing.OPEN);
            assertThat(row.why()).isEqualTo("the result is older than the newest source");
        });
    }

    @Test
    void aMarkThatTheListDoesNotHaveAndAMarkOfNoTestAreOpen() throws IOException {
        tree.source("ATest", "class ATest { @Test @Requirement(\"11.10(x)\") void one() {} }")
                .source("BTest", "@Requirement(\"1\") class BTest { void notATest() {} }")
                .source("CTest", "class CTest { @Requirement(\"1\") void notATest() {} }");
        tree.result("ATest", run("ATest", "one", ""));

        assertThat(tree.pack(ONE).matrix().rows())
                .map(row -> row.requirement() + " " + row.standing() + ", " + row.why())
                .containsExactly(
                        "1 OPEN, the class is marked and has no test of its own",
                        "1 OPEN, the test has no result",
                        "11.10(x) OPEN, the list has no such requirement");
    }

    @Test
    void whatCannotBeReadIsRefusedAndNotLeftOut() throws IOException {
        tree.source("ATest", "class ATest { @Test @Requirement(Clauses.ONE) void one() {} }");
        assertThatThrownBy(() -> tree.pack(ONE))
                .isInstanceOf(ValidationRefused.class)
                .hasMessageContaining("pump/src/test/java/plant/ATest.java")
                .hasMessageContaining("Clauses.ONE");

        tree.source("ATest", "class ATest { @Test @Requirement(\"1\") void one() {} }");
        tree.result("ATest", "<testcase");
        assertThatThrownBy(() -> tree.pack(ONE))
                .isInstanceOf(ValidationRefused.class)
                .hasMessageContaining("TEST-plant.ATest.xml");

        tree.result("ATest", run("ATest", "one", ""))
                .result("OtherTest", run("ATest", "one", "<failure message=\"was hidden\"/>"));
        assertThatThrownBy(() -> tree.pack(ONE))
                .isInstanceOf(ValidationRefused.class)
                .hasMessageContaining("both have results of plant.ATest");
    }

    @Test
    void aReportReadsNoFileOfTheMachine() throws IOException {
        tree.source("ATest", "class ATest { @Test @Requirement(\"1\") void one() {} }");
        tree.write(
                "pump/target/surefire-reports/TEST-plant.ATest.xml",
                "<!DOCTYPE t [<!ENTITY secret SYSTEM \"file:///etc/hostname\">]><testsuite>"
                        + run("ATest", "one", "<failure>&secret;</failure>") + "</testsuite>",
                SmallTree.RUN);

        assertThatThrownBy(() -> tree.pack(ONE)).isInstanceOf(ValidationRefused.class);
    }

    private static List<String> told(TraceabilityMatrix matrix) {
        return matrix.rows().stream()
                .map(row -> {
                    MarkedTest test = row.test();
                    return row.requirement() + " " + (test == null ? "none" : test.name()) + " " + row.standing();
                })
                .toList();
    }
}
