package io.devicetrail.audit.validation.evidence;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How all runs of one test method came out, of which a parameterized one has several.
 *
 * @param skipped runs that did not take place
 * @param says the first line of what the first failure says, else of the first skip; null if there is neither
 */
public record TestResult(
        int passed,
        int failed,
        int skipped,
        double seconds,
        @Nullable String says,
        Report report) {
    /**
     * The file that tells it.
     *
     * @param name from the top of the tree
     * @param sha256 lower-case hexadecimal
     */
    public record Report(String name, String sha256, Instant written) {}

    /** Passed only if each run did, and there was one. */
    public Standing standing() {
        if (failed > 0) {
            return Standing.FAILED;
        }
        return skipped > 0 || passed == 0 ? Standing.OPEN : Standing.PASSED;
    }

    TestResult and(TestResult other) {
        return new TestResult(
                passed + other.passed,
                failed + other.failed,
                skipped + other.skipped,
                seconds + other.seconds,
                (failed == 0 && other.failed > 0) || says == null ? other.says : says,
                report);
    }
}
