package io.devicetrail.queryside.apikeys;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A machine's key. Whether it holds is not told: what is derived from the log knows no now.
 *
 * @param siteId where its roles count; null for the whole tenant
 */
record ApiKey(
        UUID apiKeyId,
        String tenant,
        @Nullable UUID siteId,
        String name,
        List<String> roles,
        List<String> permissions,
        Instant issuedAt,
        long issuedPosition,
        Instant expiresAt,
        @Nullable Instant revokedAt,
        long position) {}
