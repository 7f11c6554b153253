package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.transfer.Placement;
import io.devicetrail.domain.transfer.TransferEvent;
import io.devicetrail.domain.transfer.TransferTerms;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads events of transfers; each is on the record of the device as that side names it. */
final class TransferReading {
    private TransferReading() {}

    static List<FieldChange> changesOf(TransferEvent event) {
        String field = "transfer " + event.transfer();
        return switch (event) {
            case TransferEvent.DeviceTransferOffered e -> offered(field, e.terms());
            case TransferEvent.DeviceTransferAccepted e -> accepted(field, e);
            case TransferEvent.DeviceTransferAbandoned e -> moved(field, e, e.cause());
            case TransferEvent.DeviceTransferHeldUp e -> moved(field, e, e.cause());
            case TransferEvent.TransferMoved e -> moved(field, e, null);
        };
    }

    private static List<FieldChange> offered(String field, TransferTerms terms) {
        return AuditReading.created(
                field,
                "OFFERED",
                field + " giver",
                terms.giver(),
                field + " receiver",
                terms.receiver(),
                field + " manufacturer",
                terms.manufacturer(),
                field + " serialNumber",
                terms.serialNumber(),
                field + " until",
                terms.until(),
                field + " shareHistory",
                terms.shareHistory());
    }

    private static List<FieldChange> accepted(String field, TransferEvent.DeviceTransferAccepted e) {
        List<FieldChange> changes = new ArrayList<>(moved(field, e, null));
        Placement placement = e.placement();
        if (placement != null) {
            changes.addAll(AuditReading.created(
                    field + " site",
                    placement.site(),
                    field + " model",
                    placement.model(),
                    field + " modelVersion",
                    placement.modelVersion()));
        }
        return changes;
    }

    private static List<FieldChange> moved(String field, TransferEvent.TransferMoved e, @Nullable String cause) {
        List<FieldChange> changes = new ArrayList<>(List.of(FieldChange.of(field, e.from(), e.to())));
        changes.addAll(AuditReading.created(field + " cause", cause));
        return changes;
    }
}
