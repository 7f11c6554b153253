package io.devicetrail.audit.scrub;

import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.util.Collection;

/** Where mismatches are recorded for ever: the log itself. It alone remembers them over restarts. */
public interface MismatchLog {
    /** What was recorded before. */
    Collection<Finding> recorded() throws IOException;

    /**
     * Records a mismatch; the same one again changes nothing.
     *
     * @param size events under the checkpoint
     * @throws MismatchRefused if the log does not take this one
     * @throws IOException if the log takes none now
     */
    void record(Finding finding, long size) throws IOException;
}
