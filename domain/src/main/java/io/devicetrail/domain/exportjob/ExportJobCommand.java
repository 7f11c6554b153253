package io.devicetrail.domain.exportjob;

import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.regex.Pattern;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked of export jobs. */
public sealed interface ExportJobCommand {
    ExportJobId job();

    /** @param upTo see {@link ExportJobEvent.ExportJobRequested} */
    record RequestExportJob(
            @TargetAggregateIdentifier ExportJobId job,
            TenantId tenant,
            ExportScope scope,
            @Nullable Long upTo,
            boolean report)
            implements ExportJobCommand, RegulatedChange {
        private static final Pattern RECORD =
                Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

        public RequestExportJob {
            requireRecord(tenant, scope.record());
            if (scope.from() != null && scope.to() != null && !scope.from().isBefore(scope.to())) {
                throw new MalformedInput("to", "must be later than from; it is exclusive");
            }
            requireIndex("first", scope.first());
            requireIndex("last", scope.last());
            requireIndex("upTo", upTo);
            if (scope.first() != null && scope.last() != null && scope.first() > scope.last()) {
                throw new MalformedInput("last", "must not be below first");
            }
        }

        /** What cannot be a record's id would give an empty copy. */
        private static void requireRecord(TenantId tenant, @Nullable String record) {
            if (record != null
                    && !record.equals(tenant.value())
                    && !RECORD.matcher(record).matches()) {
                throw new MalformedInput(
                        "record", "must be the id of a record (a UUID in lower case), or the tenant's short name");
            }
        }

        private static void requireIndex(String field, @Nullable Long index) {
            if (index != null && index < 0) {
                throw new MalformedInput(field, "must be a log index, from 0");
            }
        }
    }

    /** By who asked for it, while it is not made. */
    record CancelExportJob(@TargetAggregateIdentifier ExportJobId job) implements ExportJobCommand, RegulatedChange {}

    record CompleteExportJob(
            @TargetAggregateIdentifier ExportJobId job, long upTo, long entries, List<ExportJobFile> files)
            implements ExportJobCommand {}

    record FailExportJob(@TargetAggregateIdentifier ExportJobId job, ExportJobFailure why)
            implements ExportJobCommand {}

    record RemoveExportJob(@TargetAggregateIdentifier ExportJobId job, ExportJobRemoval why)
            implements ExportJobCommand {}
}
