package io.devicetrail.sagas.ownershiptransfer;

import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.GenericMessage;

/** One step, in the platform's own name, at one of the tenants. */
final class TransferStep {
    static final Caller CALLER = Caller.process("ownership-transfer");

    private TransferStep() {}

    /**
     * @param cause what the step follows from: sent again after a crash, it is the same message, which the log takes once
     * @return the refusal, where a rule refused it; what else fails is thrown, and tried again
     */
    static Optional<Rejection> send(CommandGateway commands, TenantId tenant, String cause, Object command) {
        String id = NamedId.of(CALLER.actorId(), command.getClass().getSimpleName(), cause)
                .toString();
        try {
            commands.sendAndWait(new GenericCommandMessage<>(
                    new GenericMessage<>(id, command, CALLER.toMetadata(tenant.value())),
                    command.getClass().getName()));
            return Optional.empty();
        } catch (CommandExecutionException e) {
            return Optional.of(e.getDetails()
                    .filter(Rejection.class::isInstance)
                    .map(Rejection.class::cast)
                    .orElseThrow(() -> e));
        }
    }
}
