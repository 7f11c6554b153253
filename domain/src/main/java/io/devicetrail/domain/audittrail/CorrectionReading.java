package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.correction.CorrectionEvent;
import java.util.List;

/** Reads corrections; they belong to the record of the entry that they correct, so that who reads its trail sees them. */
final class CorrectionReading {
    private CorrectionReading() {}

    static AuditedRecord recordOf(CorrectionEvent event) {
        return switch (event) {
            case CorrectionEvent.EntryCorrected e -> new AuditedRecord(e.recordType(), e.recordId());
        };
    }

    static List<FieldChange> changesOf(CorrectionEvent event) {
        return switch (event) {
            case CorrectionEvent.EntryCorrected e -> List.of(new FieldChange(e.field(), e.from(), e.to(), e.unit()));
        };
    }
}
