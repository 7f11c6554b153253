package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.tenant.SiteId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads events of people and their roles. */
final class PersonReading {
    private PersonReading() {}

    static List<FieldChange> changesOf(PersonEvent event) {
        return switch (event) {
            case PersonEvent.PersonRegistered e ->
                AuditReading.created(
                        "issuer",
                        e.issuer(),
                        "subject",
                        e.subject(),
                        "printedName",
                        e.printedName(),
                        "identityProof",
                        e.identityProof());
            case PersonEvent.PersonDeactivated e -> List.of(FieldChange.of("active", true, false));
            case PersonEvent.PersonReactivated e -> List.of(FieldChange.of("active", false, true));
            case PersonEvent.RoleGranted e ->
                List.of(
                        FieldChange.of(role(e.role(), e.site()), null, "GRANTED"),
                        FieldChange.of(role(e.role(), e.site()) + " trainingRecord", null, e.trainingRecord()));
            case PersonEvent.RoleRevoked e -> List.of(FieldChange.of(role(e.role(), e.site()), "GRANTED", "REVOKED"));
        };
    }

    private static String role(String role, @Nullable SiteId site) {
        return "role " + role + (site == null ? "" : " at site " + site);
    }
}
