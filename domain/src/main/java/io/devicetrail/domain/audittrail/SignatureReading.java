package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureEvent;
import java.util.List;

/** Reads signatures; they belong to the record that was signed, as far as one event tells which it is. */
final class SignatureReading {
    private SignatureReading() {}

    static AuditedRecord recordOf(SignableRecord record) {
        return switch (record.kind()) {
            case DEVICE_MODEL_VERSION -> new AuditedRecord("device model", record.stream());
            case DEVICE_COMMAND -> new AuditedRecord("command", record.stream());
            case DEAD_LETTER_RELEASE -> new AuditedRecord("dead letters", record.stream());
            case QUARANTINE_RELEASE -> new AuditedRecord("quarantined message", record.stream());
            case ROLLOUT_PLAN -> new AuditedRecord(RolloutReading.RECORD, record.stream());
            case CORRECTION -> new AuditedRecord("correction", record.stream());
            case AUDIT_EXPORT -> new AuditedRecord(AuditExportReading.RECORD, record.stream());
        };
    }

    static List<FieldChange> changesOf(SignatureEvent event) {
        return switch (event) {
            case SignatureEvent.RecordSigned e -> {
                String field = "signature " + e.signature();
                yield AuditReading.created(
                        field,
                        "SIGNED",
                        field + " meaning",
                        e.meaning(),
                        field + " printedName",
                        e.printedName(),
                        field + " record",
                        e.record(),
                        field + " position",
                        e.position(),
                        field + " hash",
                        e.hash(),
                        field + " zone",
                        e.zone() + " " + e.offset(),
                        field + " session",
                        e.session(),
                        field + " components",
                        e.components());
            }
        };
    }
}
