package io.devicetrail.audit.validation;

import io.devicetrail.audit.report.sheet.Table.Column;
import io.devicetrail.audit.report.sheet.TableReport;
import io.devicetrail.audit.report.sheet.TableReport.Cell;
import io.devicetrail.audit.report.sheet.TableReport.Section;
import io.devicetrail.audit.validation.evidence.Installation;
import io.devicetrail.audit.validation.evidence.MarkedTest;
import io.devicetrail.audit.validation.evidence.Sbom;
import io.devicetrail.audit.validation.evidence.Standing;
import io.devicetrail.audit.validation.evidence.TestResult;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code validation-pack.pdf}: the same for a person, what is open and what failed before all else. */
final class PackReport {
    private static final int SHOWN_COMMIT = 12;
    private static final int SHOWN_HASH = 16;

    private static final List<Column> FACTS = List.of(new Column("", 13_000), new Column("", 64_000));
    private static final List<Column> OPEN = List.of(
            new Column("Requirement", 13_000),
            new Column("Standing", 6_500),
            new Column("Test", 27_500),
            new Column("Why", 30_000));
    private static final List<Column> REQUIREMENTS = List.of(
            new Column("Requirement", 11_000),
            new Column("Of the regulation", 30_000),
            new Column("What Devicetrail does", 29_500),
            new Column("Standing", 6_500));
    private static final List<Column> MATRIX = List.of(
            new Column("Clause", 8_000),
            new Column("Requirement", 12_500),
            new Column("Test", 43_000),
            new Column("Result", 6_500),
            new Column("Commit", 7_000));
    private static final List<Column> ARTIFACTS =
            List.of(new Column("File", 26_000), new Column("Bytes", 10_000), new Column("SHA-256", 41_000));
    private static final List<Column> TESTS = List.of(
            new Column("Test", 41_000),
            new Column("Passed", 4_500),
            new Column("Failed", 4_500),
            new Column("Skipped", 4_500),
            new Column("Seconds", 5_500),
            new Column("Report, SHA-256", 17_000));
    private static final List<Column> STEPS = List.of(
            new Column("Step of the demo", 22_000),
            new Column("Result", 6_000),
            new Column("Seconds", 5_500),
            new Column("Figures", 43_500));

    private final ValidationPack pack;

    PackReport(ValidationPack pack) {
        this.pack = pack;
    }

    /** @param matrix attached */
    void write(byte[] matrix, OutputStream out) throws IOException {
        List<Section> sections = new ArrayList<>();
        sections.add(new Section("", FACTS, facts()));
        sections.add(new Section("Open or failed", OPEN, open()));
        sections.add(new Section("Requirements", REQUIREMENTS, requirements()));
        sections.add(new Section("Traceability: requirement, test, result, commit", MATRIX, matrix()));
        sections.add(new Section("IQ: what would be installed", ARTIFACTS, artifacts()));
        sections.add(new Section("OQ: evidence of the tests", TESTS, tests()));
        sections.add(new Section("PQ: figures of the demo", STEPS, steps()));
        TableReport.write(
                new TableReport.Head(
                        "Validation pack of Devicetrail " + pack.software(),
                        PackFolder.MATRIX,
                        "The traceability matrix of this report as JSON",
                        pack.madeAt()),
                matrix,
                sections,
                out);
    }

    private List<List<Cell>> facts() {
        List<List<Cell>> facts = new ArrayList<>();
        TraceabilityMatrix matrix = pack.matrix();
        facts.add(row(strong("Standing"), strong(pack.standing().name())));
        facts.add(row(strong("Commit"), text(pack.source().name())));
        facts.add(row(strong("Tree"), text(pack.source().told())));
        facts.add(row(strong("Made at"), text(pack.madeAt().toString())));
        facts.add(row(strong("Requirements"), text(counts(matrix::requirements))));
        facts.add(row(strong("Rows"), text(counts(matrix::rows))));
        facts.add(row(
                strong("IQ"),
                text(withReasons(
                        pack.installation().standing(), pack.installation().open()))));
        facts.add(row(strong("OQ"), text(pack.operation() + runs())));
        facts.add(row(
                strong("PQ"),
                text(withReasons(
                        pack.performance().standing(), why(pack.performance().why())))));
        pack.runtime().forEach((name, value) -> facts.add(row(strong(name), text(value))));
        facts.add(
                row(
                        strong("How to read"),
                        text(
                                "A requirement passed if each test that is marked with it ran on this source and passed. OPEN is"
                                        + " what no test shows, for whichever reason; it is not known to be wrong, and not shown to be"
                                        + " right. The signature is over manifest.json beside this file, which has this file's hash.")));
        return facts;
    }

    private String runs() {
        int[] runs = pack.reports().runs();
        return ": of all runs of tests " + runs[0] + " passed, " + runs[1] + " failed, " + runs[2] + " were skipped; "
                + pack.reports().files() + " reports, written from "
                + pack.reports().first() + " to "
                + pack.reports().last();
    }

    private List<List<Cell>> open() {
        return pack.open().stream()
                .map(one -> row(text(one.of()), strong(one.standing().name()), text(one.test()), text(one.why())))
                .toList();
    }

    private List<List<Cell>> requirements() {
        List<List<Cell>> rows = new ArrayList<>();
        for (StatedRequirement one : pack.matrix().requirements()) {
            rows.add(row(
                    strong(one.id()),
                    text(one.source() + ", " + one.clause()
                            + (one.wording() == null ? "" : ": \u201c" + one.wording() + "\u201d")),
                    text(one.behaviour()
                            + (one.notApplicable() == null ? "" : " Not applicable: " + one.notApplicable())),
                    strong(pack.matrix().standing(one).name())));
        }
        return rows;
    }

    private List<List<Cell>> matrix() {
        String commit = pack.source().name();
        String shown = commit.substring(0, Math.min(SHOWN_COMMIT, commit.length()));
        List<List<Cell>> rows = new ArrayList<>();
        for (MatrixRow one : pack.matrix().rows()) {
            rows.add(row(
                    text(one.clause()),
                    text(one.requirement()),
                    test(one.test()),
                    one.standing() == Standing.PASSED
                            ? text(one.standing().name())
                            : strong(one.standing().name()),
                    text(pack.source().isClean() ? shown : shown + " and changes")));
        }
        return rows;
    }

    private List<List<Cell>> artifacts() {
        List<List<Cell>> rows = new ArrayList<>();
        for (Installation.Artifact one : pack.installation().artifacts()) {
            rows.add(row(text(one.name()), text(Long.toString(one.bytes())), text(one.sha256())));
        }
        Sbom sbom = pack.installation().sbom();
        if (sbom != null) {
            rows.add(row(
                    text(PackFolder.SBOM + ", CycloneDX " + Sbom.SPECIFICATION + ", " + sbom.components()
                            + " components; of " + pack.installation().libraries() + " libraries in the files it lists "
                            + (pack.installation().libraries()
                                    - pack.installation().unlisted().size())),
                    text(Long.toString(sbom.json().length)),
                    text(PackJson.sha256(sbom.json()))));
        }
        return rows;
    }

    private List<List<Cell>> tests() {
        List<List<Cell>> rows = new ArrayList<>();
        for (MarkedTest one : pack.tests()) {
            TestResult result = pack.reports().of(one);
            rows.add(
                    result == null
                            ? row(test(one), text(""), text(""), text(""), text(""), strong("no result"))
                            : row(
                                    test(one),
                                    text(Integer.toString(result.passed())),
                                    text(Integer.toString(result.failed())),
                                    text(Integer.toString(result.skipped())),
                                    text(String.format(Locale.ROOT, "%.3f", result.seconds())),
                                    text(result.report().sha256().substring(0, SHOWN_HASH) + "\u2026")));
        }
        return rows;
    }

    private List<List<Cell>> steps() {
        List<List<Cell>> rows = new ArrayList<>();
        JsonNode demo = pack.performance().demo();
        if (demo == null) {
            return rows;
        }
        for (JsonNode step : demo.path("steps")) {
            List<String> figures = new ArrayList<>();
            for (Map.Entry<String, JsonNode> figure : step.path("figures").properties()) {
                JsonNode value = figure.getValue();
                figures.add(figure.getKey() + ": " + (value.isString() ? value.asString() : value.toString()));
            }
            boolean ok = step.path("ok").asBoolean(false);
            rows.add(row(
                    text(step.path("name").asString("")),
                    ok ? text(Standing.PASSED.name()) : strong(Standing.FAILED.name()),
                    text(step.path("seconds").toString()),
                    text(String.join("; ", figures))));
        }
        return rows;
    }

    private static String counts(ToLongFunction<Standing> count) {
        return String.join(
                ", ",
                Arrays.stream(Standing.values())
                        .map(standing -> count.applyAsLong(standing) + " " + standing)
                        .toList());
    }

    private static String withReasons(Standing standing, List<String> reasons) {
        return reasons.isEmpty() ? standing.name() : standing + ": " + String.join("; ", reasons);
    }

    private static List<String> why(@Nullable String why) {
        return why == null ? List.of() : List.of(why);
    }

    private static Cell test(@Nullable MarkedTest test) {
        return test == null ? strong("none") : text(test.shortName() + ", " + test.file());
    }

    private static Cell text(String text) {
        return Cell.of(text);
    }

    private static Cell strong(String text) {
        return Cell.strong(text);
    }

    private static List<Cell> row(Cell... cells) {
        return List.of(cells);
    }
}
