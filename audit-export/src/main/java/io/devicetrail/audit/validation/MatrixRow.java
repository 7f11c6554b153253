package io.devicetrail.audit.validation;

import io.devicetrail.audit.validation.evidence.MarkedTest;
import io.devicetrail.audit.validation.evidence.Standing;
import io.devicetrail.audit.validation.evidence.TestResult;
import org.jspecify.annotations.Nullable;

/**
 * One line of the matrix: a requirement with one of its tests.
 *
 * @param requirement id; of a mark that the list does not have, the mark
 * @param clause of the regulation; empty for such a mark
 * @param test null where no test is marked with the requirement
 * @param why it is open, failed or not applicable; null where it passed
 * @param result null where there is none
 */
public record MatrixRow(
        String requirement,
        String clause,
        @Nullable MarkedTest test,
        Standing standing,
        @Nullable String why,
        @Nullable TestResult result) {}
