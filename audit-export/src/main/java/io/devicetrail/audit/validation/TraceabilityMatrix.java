package io.devicetrail.audit.validation;

import io.devicetrail.audit.validation.evidence.MarkedTest;
import io.devicetrail.audit.validation.evidence.Standing;
import io.devicetrail.audit.validation.evidence.TestReports;
import io.devicetrail.audit.validation.evidence.TestResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which requirement is shown by which tests, with which result. Each requirement of the list has a row at least, and
 * each marked test one for each of its marks.
 *
 * @param requirements in the order of the list
 * @param rows in the order of the requirements, then by test; after them those of marks that the list does not have
 */
public record TraceabilityMatrix(List<StatedRequirement> requirements, List<MatrixRow> rows) {
    /** @param newest a result that was written before it is of another source */
    static TraceabilityMatrix of(
            List<StatedRequirement> requirements, List<MarkedTest> tests, TestReports reports, Instant newest) {
        List<MatrixRow> rows = new ArrayList<>();
        Set<String> known = new HashSet<>();
        for (StatedRequirement requirement : requirements) {
            known.add(requirement.id());
            rows.addAll(rows(requirement, tests, reports, newest));
        }
        Set<String> unknown = new TreeSet<>();
        tests.forEach(test -> unknown.addAll(test.requirements()));
        unknown.removeAll(known);
        for (String mark : unknown) {
            tests.stream()
                    .filter(test -> test.requirements().contains(mark))
                    .map(test -> new MatrixRow(
                            mark, "", test, Standing.OPEN, "the list has no such requirement", reports.of(test)))
                    .forEach(rows::add);
        }
        return new TraceabilityMatrix(List.copyOf(requirements), List.copyOf(rows));
    }

    private static List<MatrixRow> rows(
            StatedRequirement requirement, List<MarkedTest> tests, TestReports reports, Instant newest) {
        List<MatrixRow> rows = tests.stream()
                .filter(test -> test.requirements().contains(requirement.id()))
                .map(test -> row(requirement, test, reports.of(test), newest))
                .toList();
        if (!rows.isEmpty()) {
            return rows;
        }
        return requirement.notApplicable() == null
                ? List.of(untested(requirement, Standing.OPEN, "no test is marked with it"))
                : List.of(untested(requirement, Standing.NOT_APPLICABLE, requirement.notApplicable()));
    }

    private static MatrixRow untested(StatedRequirement requirement, Standing standing, String why) {
        return new MatrixRow(requirement.id(), requirement.clause(), null, standing, why, null);
    }

    private static MatrixRow row(
            StatedRequirement requirement, MarkedTest test, @Nullable TestResult result, Instant newest) {
        Standing standing = Standing.OPEN;
        @Nullable String why = null;
        if (test.method().isEmpty()) {
            why = "the class is marked and has no test of its own";
        } else if (result == null) {
            why = "the test has no result";
        } else if (result.report().written().isBefore(newest)) {
            standing = Standing.OPEN.orWorse(result.standing());
            why = "the result is older than the newest source";
        } else {
            standing = result.standing();
            why = standing == Standing.PASSED ? null : why(result);
        }
        return new MatrixRow(requirement.id(), requirement.clause(), test, standing, why, result);
    }

    private static String why(TestResult result) {
        String runs = result.failed() > 0
                ? result.failed() + " failed"
                : result.skipped() > 0 ? result.skipped() + " skipped" : "none ran";
        return runs + ": " + Objects.requireNonNullElse(result.says(), "without a word");
    }

    /** The worst of its rows. */
    public Standing standing(StatedRequirement requirement) {
        return rows.stream()
                .filter(row -> row.requirement().equals(requirement.id()))
                .map(MatrixRow::standing)
                .reduce(Standing.NOT_APPLICABLE, Standing::orWorse);
    }

    /** The worst of all rows. */
    public Standing standing() {
        return rows.stream().map(MatrixRow::standing).reduce(Standing.NOT_APPLICABLE, Standing::orWorse);
    }

    /** How many requirements stand so. */
    public long requirements(Standing standing) {
        return requirements.stream().filter(one -> standing(one) == standing).count();
    }

    /** How many rows stand so. */
    public long rows(Standing standing) {
        return rows.stream().filter(row -> row.standing() == standing).count();
    }
}
