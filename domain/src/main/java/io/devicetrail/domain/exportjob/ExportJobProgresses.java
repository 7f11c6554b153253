package io.devicetrail.domain.exportjob;

import java.util.Optional;

/** Tells how far jobs are, where they are made. */
public interface ExportJobProgresses {
    /** Empty for one that is not known here, or over. */
    Optional<ExportJobProgress> of(ExportJobId job);
}
