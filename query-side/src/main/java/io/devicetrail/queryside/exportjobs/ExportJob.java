package io.devicetrail.queryside.exportjobs;

import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.exportjob.ExportJobFailure;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.exportjob.ExportJobRemoval;
import io.devicetrail.domain.exportjob.ExportJobState;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An export job as the log tells it.
 *
 * @param upTo the index that was asked for, or that it was made up to
 * @param position log index of the last event that is in it
 */
public record ExportJob(
        UUID exportJobId,
        String tenant,
        ExportJobState state,
        ExportScope scope,
        @Nullable Long upTo,
        boolean report,
        String reason,
        String requestedBy,
        Instant requestedAt,
        Instant changedAt,
        @Nullable Long entries,
        List<ExportJobFile> files,
        @Nullable ExportJobFailure failure,
        @Nullable ExportJobRemoval removal,
        long requestedPosition,
        long position) {
    /** Its GraphQL type. */
    public static final String TYPE = "ExportJob";

    public String id() {
        return GlobalId.of(TYPE, exportJobId);
    }

    public @Nullable String record() {
        return scope.record();
    }

    public @Nullable Instant from() {
        return scope.from();
    }

    public @Nullable Instant to() {
        return scope.to();
    }

    public @Nullable Long first() {
        return scope.first();
    }

    public @Nullable Long last() {
        return scope.last();
    }

    /** What happened, and the mend. */
    public @Nullable String detail() {
        return failure == null ? null : failure.sentence();
    }
}
