package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.authority.AuthorityEvent;
import java.util.ArrayList;
import java.util.List;

/** Reads what happened where authority was asked for. */
final class AuthorityReading {
    private AuthorityReading() {}

    static List<FieldChange> changesOf(AuthorityEvent event) {
        return switch (event) {
            case AuthorityEvent.FirstAdministratorAppointed e ->
                List.of(FieldChange.of("first administrator", null, "APPOINTED"));
            case AuthorityEvent.OperationDenied e -> denial(e.operation(), e.where(), e.unrecorded());
            case AuthorityEvent.OperationDeniedToKey e -> denial(e.operation(), e.where(), e.unrecorded());
            case AuthorityEvent.OperationDeniedToDevice e -> denial(e.operation(), e.where(), e.unrecorded());
        };
    }

    private static List<FieldChange> denial(String operation, String where, int unrecorded) {
        List<FieldChange> changes =
                new ArrayList<>(List.of(FieldChange.of("operation " + operation + " on " + where, null, "DENIED")));
        if (unrecorded > 0) {
            changes.add(FieldChange.of("denied before and not told one by one", null, unrecorded));
        }
        return changes;
    }
}
