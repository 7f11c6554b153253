package io.devicetrail.sagas.step;

import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * The steps that follow from one event.
 *
 * <p>A step that the log has is taken, and not sent again. Its record may have changed since: decided anew the command could
 * come to another event, which the log refuses for the id that it has, at every try.
 *
 * @param cause id of the event: sent again after a crash a step is the same message, which the log takes once
 */
public record Steps(CommandGateway commands, LogPositions positions, Caller caller, String cause) {
    /**
     * @param name tells the step from the others of the same event
     * @param site of the record concerned, where it has one
     * @param reason for who reads the trail
     * @return the refusal, where a rule refused it; what else fails is thrown, and tried again
     */
    public Optional<Rejection> take(
            String name, TenantId tenant, @Nullable SiteId site, @Nullable String reason, Object command) {
        Map<String, Object> provenance = caller.toMetadata(tenant.value());
        if (site != null) {
            provenance.put(Metadata.SITE, site.toString());
        }
        if (reason != null) {
            provenance.put(Metadata.REASON, reason);
        }
        String id = NamedId.of(caller.actorId(), name, cause).toString();
        if (isTaken(id)) {
            return Optional.empty();
        }
        try {
            commands.sendAndWait(new GenericCommandMessage<>(
                    new GenericMessage<>(id, command, provenance),
                    command.getClass().getName()));
            return Optional.empty();
        } catch (CommandExecutionException e) {
            return Optional.of(e.getDetails()
                    .filter(Rejection.class::isInstance)
                    .map(Rejection.class::cast)
                    .orElseThrow(() -> e));
        } catch (RuntimeException e) {
            if (isOvertaken(e) && isTaken(id)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private boolean isTaken(String id) {
        return positions.lastOf(id).isPresent();
    }

    /** Another node took the step in this very moment, say, or the record changed under it. */
    private static boolean isOvertaken(Throwable failure) {
        for (Throwable at = failure; at != null; at = at.getCause()) {
            if (at instanceof ConcurrencyException) {
                return true;
            }
        }
        return false;
    }
}
