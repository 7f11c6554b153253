package io.devicetrail.domain.rollout;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** One plan. Name-based on (tenant, author, idempotency key) where the author gave a key, else random. */
public record RolloutPlanId(@JsonValue UUID value) {
    /** The same author drafting twice with the same key drafts the same plan. */
    public static RolloutPlanId of(TenantId tenant, String author, String idempotencyKey) {
        return new RolloutPlanId(NamedId.of("rollout-plan", tenant.value(), author, idempotencyKey));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
