package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.quarantine.QuarantineEvent;
import java.util.List;

/** Reads releases of quarantined messages; they belong to the device that said it. */
final class QuarantineReading {
    private QuarantineReading() {}

    static List<FieldChange> changesOf(QuarantineEvent event) {
        String field = "quarantined message " + event.number();
        return switch (event) {
            case QuarantineEvent.QuarantinedMessageReleased e ->
                List.of(
                        FieldChange.of(field, "QUARANTINED", "RELEASED"),
                        FieldChange.of(field + " release", null, e.message() + ":" + e.release()),
                        FieldChange.of(field + " misfit", null, e.misfit()),
                        FieldChange.of(field + " receivedAt", null, e.receivedAt()),
                        FieldChange.of(field + " size", null, e.size()),
                        FieldChange.of(field + " sha256", null, e.sha256()));
            case QuarantineEvent.QuarantineReleaseSettled e ->
                List.of(
                        FieldChange.of(field, "RELEASED", e.outcome()),
                        FieldChange.of(field + " release", null, e.message() + ":" + e.release()),
                        FieldChange.of(field + " outcome", null, e.detail()));
        };
    }
}
