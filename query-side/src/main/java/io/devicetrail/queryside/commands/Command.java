package io.devicetrail.queryside.commands;

import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One command to one device. */
record Command(
        UUID commandId,
        UUID targetId,
        String name,
        Map<String, Object> arguments,
        CommandState state,
        CommandClass commandClass,
        int attempts,
        int mostAttempts,
        int timeoutSeconds,
        boolean twoPersons,
        @Nullable String approvedBy,
        @Nullable UUID approvedByJob,
        @Nullable Integer progressPercent,
        Instant requestedAt,
        @Nullable Instant endedAt,
        @Nullable String code,
        @Nullable String detail,
        String requestedBy,
        long position) {
    static final String TYPE = "Command";

    public String id() {
        return GlobalId.of(TYPE, commandId);
    }
}
