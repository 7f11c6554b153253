package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.auditexport.ExportScope;
import io.devicetrail.domain.exportjob.ExportJobEvent;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobMade;
import io.devicetrail.domain.exportjob.ExportJobEvent.ExportJobRequested;
import io.devicetrail.domain.exportjob.ExportJobFile;
import io.devicetrail.domain.exportjob.ExportJobState;
import java.util.ArrayList;
import java.util.List;

/** Reads export jobs. */
final class ExportJobReading {
    /** Kind of record. */
    static final String RECORD = "export job";

    private static final String STATE = "state";

    private ExportJobReading() {}

    static AuditedRecord recordOf(ExportJobEvent event) {
        return new AuditedRecord(RECORD, event.job().toString());
    }

    static List<FieldChange> changesOf(ExportJobEvent event) {
        return switch (event) {
            case ExportJobRequested e -> requested(e, e.scope());
            case ExportJobMade e -> made(e);
            case ExportJobEvent.ExportJobFailed e ->
                List.of(
                        FieldChange.of(STATE, ExportJobState.REQUESTED, ExportJobState.FAILED),
                        FieldChange.of("why", null, e.why()));
            case ExportJobEvent.ExportJobCancelled e ->
                List.of(FieldChange.of(STATE, ExportJobState.REQUESTED, ExportJobState.CANCELLED));
            case ExportJobEvent.ExportJobRemoved e ->
                List.of(
                        FieldChange.of(STATE, ExportJobState.MADE, ExportJobState.REMOVED),
                        FieldChange.of("why", null, e.why()));
        };
    }

    private static List<FieldChange> requested(ExportJobRequested e, ExportScope scope) {
        return AuditReading.created(
                STATE,
                ExportJobState.REQUESTED,
                "record",
                scope.record(),
                "from",
                scope.from(),
                "to",
                scope.to(),
                "first",
                scope.first(),
                "last",
                scope.last(),
                "upTo",
                e.upTo(),
                "report",
                e.report());
    }

    private static List<FieldChange> made(ExportJobMade e) {
        List<FieldChange> changes = new ArrayList<>();
        changes.add(FieldChange.of(STATE, ExportJobState.REQUESTED, ExportJobState.MADE));
        changes.add(FieldChange.of("made up to", null, e.upTo()));
        changes.add(FieldChange.of("entries", null, e.entries()));
        for (ExportJobFile file : e.files()) {
            changes.add(FieldChange.of(file.name() + " sha256", null, file.sha256()));
            changes.add(FieldChange.of(file.name() + " bytes", null, file.bytes()));
        }
        return changes;
    }
}
