package io.devicetrail.commandside.exportjob;

import io.devicetrail.domain.auditexport.ExportScope;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The inputs of the mutations of export jobs, as the schema has them. */
final class ExportJobInputs {
    private ExportJobInputs() {}

    record RequestExportJobInput(
            String tenant,
            @Nullable String record,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Long first,
            @Nullable Long last,
            @Nullable Long upTo,
            boolean report,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {
        /** A record's id as the log writes it; a tenant's short name is in lower case as well. */
        ExportScope scope() {
            return new ExportScope(record == null ? null : record.toLowerCase(Locale.ROOT), from, to, first, last);
        }
    }

    record CancelExportJobInput(
            String job,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
