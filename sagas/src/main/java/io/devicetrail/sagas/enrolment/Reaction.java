package io.devicetrail.sagas.enrolment;

import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.sagas.step.Steps;
import java.util.Map;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.messaging.MetaData;

/**
 * Sends what follows from an event, where the event was. What the log has is not sent again, as with {@link Steps}: decided
 * anew it could come to another event, which the log refuses for the id that it has.
 */
final class Reaction {
    private Reaction() {}

    /**
     * @param of the event's own id: sent again after a crash, the command is the same message
     * @param settled the refusal that says there is nothing to do
     */
    static void send(
            CommandGateway commands,
            LogPositions positions,
            Caller caller,
            MetaData metadata,
            String of,
            Object command,
            Class<? extends Rejection> settled) {
        Map<String, Object> provenance = caller.toMetadata(String.valueOf(metadata.get(Metadata.TENANT)));
        if (metadata.get(Metadata.SITE) instanceof String site) {
            provenance.put(Metadata.SITE, site);
        }
        String id = NamedId.of(caller.actorId(), of).toString();
        if (positions.lastOf(id).isPresent()) {
            return;
        }
        try {
            commands.sendAndWait(new GenericCommandMessage<>(
                    new GenericMessage<>(id, command, provenance),
                    command.getClass().getName()));
        } catch (CommandExecutionException e) {
            if (e.getDetails().filter(settled::isInstance).isEmpty()) {
                throw e;
            }
        }
    }
}
