package io.devicetrail.domain.apikey;

import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to API keys. Nothing here is secret, nor made from a secret. */
public sealed interface ApiKeyEvent {
    ApiKeyId key();

    /**
     * @param site where the roles count; null for the whole tenant
     * @param permissions those of the roles' that it has, by the names of operations; none for all of them
     */
    @Revision("2")
    record ApiKeyIssued(
            ApiKeyId key,
            TenantId tenant,
            @Nullable SiteId site,
            String name,
            List<String> roles,
            List<String> permissions,
            Instant expiresAt)
            implements ApiKeyEvent {}

    @Revision("1")
    record ApiKeyRevoked(ApiKeyId key) implements ApiKeyEvent {}

    /**
     * An access token for the key was handed out (OAuth 2.0 client credentials). A stream for each: that of the key, which
     * is read at every use, does not grow.
     */
    @Revision("1")
    record ApiKeyTokenIssued(ApiKeyId key, ApiKeyTokenId token, Instant expiresAt) implements ApiKeyEvent {}
}
