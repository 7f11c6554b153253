package io.devicetrail.domain.job;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** One job. Name-based on (tenant, author, idempotency key) where the author gave a key, else random. */
public record JobId(@JsonValue UUID value) {
    /** The same author asking twice with the same key asks for the same job. */
    public static JobId of(TenantId tenant, String author, String idempotencyKey) {
        return new JobId(NamedId.of("job", tenant.value(), author, idempotencyKey));
    }

    /** The command to one device in one round: asked for a second time, after a crash say, it is the same one. */
    public CommandId commandTo(DeviceId device, int round) {
        return new CommandId(
                NamedId.of("command of a job", value.toString(), device.toString(), Integer.toString(round)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
