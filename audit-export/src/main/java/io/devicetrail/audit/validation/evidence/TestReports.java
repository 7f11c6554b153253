package io.devicetrail.audit.validation.evidence;

import io.devicetrail.audit.report.pdf.Sha256;
import io.devicetrail.audit.validation.evidence.SurefireReport.MethodName;
import io.devicetrail.audit.validation.evidence.TestResult.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a build left of its tests, marked or not. */
public final class TestReports {
    private static final Comparator<MethodName> ORDER =
            Comparator.comparing(MethodName::className).thenComparing(MethodName::method);

    private final Map<MethodName, TestResult> results = new TreeMap<>(ORDER);
    private final Map<String, String> reportOfClass = new TreeMap<>();
    private final List<String> twice = new ArrayList<>();
    private int files;

    private TestReports() {}

    /** @param folders with files {@code TEST-*.xml}, as {@code target/surefire-reports} */
    public static TestReports in(List<Path> folders, SourceTree tree) throws IOException {
        TestReports reports = new TestReports();
        for (Path folder : folders) {
            if (!Files.isDirectory(folder)) {
                throw new ValidationRefused("there is no folder " + folder
                        + "; name one with results, such as domain/target/surefire-reports");
            }
            for (Path file : files(folder)) {
                byte[] xml = Files.readAllBytes(file);
                Report report = new Report(
                        tree.name(file),
                        HexFormat.of().formatHex(Sha256.digest().digest(xml)),
                        SourceTree.written(file));
                SurefireReport.read(xml, report, reports::add);
                if (!reports.twice.isEmpty()) {
                    throw new ValidationRefused(reports.twice.getFirst() + "; leave one of them");
                }
                reports.files++;
            }
        }
        return reports;
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> found = new ArrayList<>(files.filter(file -> {
                        String name = String.valueOf(file.getFileName());
                        return name.startsWith("TEST-") && name.endsWith(".xml");
                    })
                    .toList());
            found.sort(null);
            return found;
        }
    }

    private void add(MethodName name, TestResult run) {
        String before = reportOfClass.putIfAbsent(name.className(), run.report().name());
        if (before != null && !before.equals(run.report().name())) {
            twice.add(before + " and " + run.report().name() + " both have results of " + name.className());
        }
        results.merge(name, run, TestResult::and);
    }

    /** Of one method, or null where there is none; a failure of its whole class is one of it. */
    public @Nullable TestResult of(MarkedTest test) {
        TestResult own = results.get(new MethodName(test.className(), test.method()));
        TestResult whole = results.get(new MethodName(test.className(), ""));
        if (test.method().isEmpty() || whole == null || whole.standing() == Standing.PASSED) {
            return test.method().isEmpty() ? null : own;
        }
        return own == null ? whole : own.and(whole);
    }

    /** Names of tests that failed, marked or not. */
    public List<String> failed() {
        List<String> failed = new ArrayList<>();
        results.forEach((name, result) -> {
            if (result.failed() > 0) {
                failed.add(name.className() + (name.method().isEmpty() ? "" : "." + name.method()));
            }
        });
        return failed;
    }

    public int files() {
        return files;
    }

    /** When the oldest of them was written; null if there is none. */
    public @Nullable Instant first() {
        return written(Comparator.naturalOrder());
    }

    /** When the youngest of them was written; null if there is none. */
    public @Nullable Instant last() {
        return written(Comparator.reverseOrder());
    }

    private @Nullable Instant written(Comparator<Instant> order) {
        return results.values().stream()
                .map(result -> result.report().written())
                .min(order)
                .orElse(null);
    }

    /** Runs of all tests: how many of them passed, failed and were skipped. */
    public int[] runs() {
        int[] runs = new int[3];
        for (TestResult result : results.values()) {
            runs[0] += result.passed();
            runs[1] += result.failed();
            runs[2] += result.skipped();
        }
        return runs;
    }
}
