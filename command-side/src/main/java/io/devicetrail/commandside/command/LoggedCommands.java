package io.devicetrail.commandside.command;

import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.KnownCommands;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the command's own stream: a few events, always up to date. What held a command is stored with its request. */
@Component
class LoggedCommands implements KnownCommands {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedCommands(EventStore events) {
        this.events = events;
    }

    @Override
    public Optional<KnownCommand> command(CommandId command) {
        @Nullable KnownCommand known = null;
        for (Object event : events.readEvents(command.toString(), FIRST)
                .asStream()
                .map(Message::getPayload)
                .toList()) {
            if (event instanceof CommandRequested request) {
                known = new KnownCommand(request, null);
            } else if (known != null && event instanceof CommandHeld hold) {
                known = new KnownCommand(known.request(), hold);
            }
        }
        return Optional.ofNullable(known);
    }
}
