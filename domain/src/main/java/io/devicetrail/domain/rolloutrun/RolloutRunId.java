package io.devicetrail.domain.rolloutrun;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** One run. Name-based on (tenant, author, idempotency key) where the author gave a key, else random. */
public record RolloutRunId(@JsonValue UUID value) {
    /** The same author asking twice with the same key asks for the same run. */
    public static RolloutRunId of(TenantId tenant, String author, String idempotencyKey) {
        return new RolloutRunId(NamedId.of("rollout-run", tenant.value(), author, idempotencyKey));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
