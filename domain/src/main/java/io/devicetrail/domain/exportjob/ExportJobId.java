package io.devicetrail.domain.exportjob;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** One export job. Name-based on (tenant, requester, idempotency key) where the requester gave a key, else random. */
public record ExportJobId(@JsonValue UUID value) {
    /** The same requester asking twice with the same key asks for the same job. */
    public static ExportJobId of(TenantId tenant, String requester, String idempotencyKey) {
        return new ExportJobId(NamedId.of("export-job", tenant.value(), requester, idempotencyKey));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
