package io.devicetrail.audit.validation;

import io.devicetrail.audit.validation.evidence.Installation;
import io.devicetrail.audit.validation.evidence.MarkedTest;
import io.devicetrail.audit.validation.evidence.MarkedTests;
import io.devicetrail.audit.validation.evidence.Performance;
import io.devicetrail.audit.validation.evidence.SourceState;
import io.devicetrail.audit.validation.evidence.SourceTree;
import io.devicetrail.audit.validation.evidence.Standing;
import io.devicetrail.audit.validation.evidence.TestReports;
import io.devicetrail.audit.validation.evidence.ValidationRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is known of one source at one time.
 *
 * @param software version
 * @param runtime what the tests and the demo ran on, by name
 * @param tests that are marked, by class and method
 */
public record ValidationPack(
        SourceState source,
        String software,
        SortedMap<String, String> runtime,
        TraceabilityMatrix matrix,
        List<MarkedTest> tests,
        TestReports reports,
        Installation installation,
        Performance performance,
        Instant madeAt) {
    /**
     * Where it is read from.
     *
     * @param results folders with the files of Surefire
     * @param sbom where it is, or would be
     * @param demo null if there are no figures
     */
    public record Evidence(
            SourceTree tree,
            List<Path> results,
            @Nullable Path sbom,
            @Nullable Path demo) {}

    /** @throws ValidationRefused if something that was named cannot be used */
    public static ValidationPack of(
            Evidence evidence,
            SourceState source,
            String software,
            SortedMap<String, String> runtime,
            List<StatedRequirement> requirements,
            Instant madeAt)
            throws IOException {
        SourceTree tree = evidence.tree();
        Instant newest = tree.newest();
        List<MarkedTest> tests = MarkedTests.in(tree);
        TestReports reports = TestReports.in(evidence.results(), tree);
        return new ValidationPack(
                source,
                software,
                runtime,
                TraceabilityMatrix.of(requirements, tests, reports, newest),
                tests,
                reports,
                Installation.of(tree, evidence.sbom()),
                Performance.of(evidence.demo(), newest),
                madeAt);
    }

    /** How the tests stand (OQ): a test that failed is not passed over for being marked with nothing. */
    Standing operation() {
        Standing marked = matrix.standing();
        return reports.failed().isEmpty() ? marked : Standing.FAILED;
    }

    /** The worst of its parts. */
    public Standing standing() {
        return operation()
                .orWorse(source.standing())
                .orWorse(installation.standing())
                .orWorse(performance.standing());
    }

    /** What keeps it from passing; none if it passed. */
    public List<OpenPoint> open() {
        return OpenPoint.in(this);
    }
}
