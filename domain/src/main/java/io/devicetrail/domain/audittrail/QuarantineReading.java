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
                        FieldChange.of(field, e.misfit(), "RELEASED"),
                        FieldChange.of(field + " release", null, e.release()),
                        FieldChange.of(field + " receivedAt", null, e.receivedAt()),
                        FieldChange.of(field + " size", null, e.size()),
                        FieldChange.of(field + " sha256", null, e.sha256()));
        };
    }
}
