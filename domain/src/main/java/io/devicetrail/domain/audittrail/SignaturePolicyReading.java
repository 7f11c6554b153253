package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.signaturepolicy.SignaturePolicyEvent;
import java.util.List;

/** Reads events of signature policies; they belong to the record of their tenant. */
final class SignaturePolicyReading {
    private SignaturePolicyReading() {}

    static List<FieldChange> changesOf(SignaturePolicyEvent event) {
        String field = "signaturePolicy " + event.kind();
        return switch (event) {
            case SignaturePolicyEvent.SignaturePolicySet e -> List.of(FieldChange.of(field, e.from(), e.to()));
            case SignaturePolicyEvent.SignaturePolicyWithdrawn e -> List.of(FieldChange.of(field, e.from(), null));
        };
    }
}
