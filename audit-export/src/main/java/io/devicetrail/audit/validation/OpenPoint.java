package io.devicetrail.audit.validation;

import io.devicetrail.audit.validation.evidence.MarkedTest;
import io.devicetrail.audit.validation.evidence.Performance;
import io.devicetrail.audit.validation.evidence.Standing;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One thing that keeps a pack from passing.
 *
 * @param of a requirement, or the part of the pack that it is of
 * @param test with its class; empty where it is of no test
 */
public record OpenPoint(String of, Standing standing, String test, String why) {
    /** All of them: the source, the rows of the matrix in their order, failures of tests without a mark, IQ, PQ. */
    static List<OpenPoint> in(ValidationPack pack) {
        List<OpenPoint> points = new ArrayList<>();
        if (!pack.source().isClean()) {
            points.add(new OpenPoint("source", Standing.OPEN, "", pack.source().told()));
        }
        Set<String> marked = new HashSet<>();
        for (MatrixRow row : pack.matrix().rows()) {
            MarkedTest test = row.test();
            String name = test == null ? "" : test.name();
            if (test != null) {
                // What failed for a whole class is told with each of its tests.
                marked.addAll(List.of(name, test.className()));
            }
            if (row.standing().compareTo(Standing.PASSED) > 0) {
                points.add(new OpenPoint(row.requirement(), row.standing(), name, shown(row.why())));
            }
        }
        for (String name : pack.reports().failed()) {
            if (!marked.contains(name)) {
                points.add(new OpenPoint("OQ", Standing.FAILED, name, "failed, and is marked with no requirement"));
            }
        }
        pack.installation().open().forEach(why -> points.add(new OpenPoint("IQ", Standing.OPEN, "", why)));
        Performance performance = pack.performance();
        if (performance.standing() != Standing.PASSED) {
            points.add(new OpenPoint("PQ", performance.standing(), "", shown(performance.why())));
        }
        return points;
    }

    private static String shown(@Nullable String why) {
        return Objects.requireNonNullElse(why, "");
    }

    @Override
    public String toString() {
        return standing + " " + of + (test.isEmpty() ? "" : ", " + test) + ": " + why;
    }
}
