package io.devicetrail.domain.command;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** One command. Name-based on (tenant, requester, idempotency key) where the requester gave a key, else random. */
public record CommandId(@JsonValue UUID value) {
    /** The same requester asking twice with the same key asks for the same command. */
    public static CommandId of(TenantId tenant, String requester, String idempotencyKey) {
        return new CommandId(NamedId.of("command", tenant.value(), requester, idempotencyKey));
    }

    /** @throws MalformedInput if {@code text} is no UUID */
    public static CommandId parse(String text) {
        try {
            return new CommandId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new MalformedInput("command", "is not an id: " + text);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
