package io.devicetrail.commandside.command;

import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;

/** Rules about requests for commands. */
final class Requests {
    private Requests() {}

    /** Whether the request asks for what was requested before; a timeout the model shortened is no difference. */
    static boolean same(RequestCommand again, CommandRequested first) {
        return again.device().equals(first.device())
                && again.name().equals(first.name())
                && again.arguments().equals(first.arguments());
    }

    /** As the model defines it at this moment. */
    static CommandRequested requested(RequestCommand c, CommandDefinition definition) {
        return new CommandRequested(
                c.command(),
                c.tenant(),
                c.device(),
                c.name(),
                c.arguments(),
                timeoutSeconds(c, definition),
                definition.commandClass(),
                definition.retry(),
                definition.twoPersons());
    }

    /** The model's timeout, or the shorter one that was asked for. */
    private static int timeoutSeconds(RequestCommand request, CommandDefinition definition) {
        Integer asked = request.timeoutSeconds();
        return asked == null ? definition.timeoutSeconds() : Math.min(asked, definition.timeoutSeconds());
    }
}
