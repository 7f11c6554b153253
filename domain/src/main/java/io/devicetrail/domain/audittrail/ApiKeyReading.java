package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.apikey.ApiKeyEvent;
import java.util.List;

/** Reads events of API keys. */
final class ApiKeyReading {
    private ApiKeyReading() {}

    static List<FieldChange> changesOf(ApiKeyEvent event) {
        return switch (event) {
            case ApiKeyEvent.ApiKeyIssued e ->
                AuditReading.created(
                        "key",
                        "ISSUED",
                        "name",
                        e.name(),
                        "roles",
                        e.roles(),
                        "permissions",
                        e.permissions().isEmpty() ? null : e.permissions(),
                        "site",
                        e.site(),
                        "expiresAt",
                        e.expiresAt());
            case ApiKeyEvent.ApiKeyRevoked e -> List.of(FieldChange.of("key", "ISSUED", "REVOKED"));
            case ApiKeyEvent.ApiKeyTokenIssued e ->
                AuditReading.created("token", e.token(), "token expiresAt", e.expiresAt());
        };
    }
}
