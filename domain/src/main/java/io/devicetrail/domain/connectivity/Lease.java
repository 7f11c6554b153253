package io.devicetrail.domain.connectivity;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The evidence a judgement rests on.
 *
 * @param lastActivityAt when the server last received anything valid from the device (server clock)
 * @param lastActivity what that was: {@code telemetry}, {@code presence}, {@code ack}, …
 * @param leaseSeconds the heartbeat interval of the device's model
 * @param goneAt when a will or goodbye arrived that nothing followed, else null
 * @param will whether {@code goneAt} was the broker's will message rather than the device's own goodbye
 */
public record Lease(
        Instant lastActivityAt,
        String lastActivity,
        int leaseSeconds,
        @Nullable Instant goneAt,
        boolean will) {}
