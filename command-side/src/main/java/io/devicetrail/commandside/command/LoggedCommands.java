package io.devicetrail.commandside.command;

import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import java.util.Optional;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the command's own stream: some ten events, a hundred at most for each of its attempts, always up to date. What held a command is stored with its request. */
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
        for (DomainEventMessage<?> event :
                events.readEvents(command.toString(), FIRST).asStream().toList()) {
            if (event.getPayload() instanceof CommandRequested request) {
                known = KnownCommand.of(request, event.getTimestamp());
            } else if (known != null && event.getPayload() instanceof CommandEvent after) {
                known = known.after(after, event.getTimestamp(), actor(event.getMetaData()));
            }
        }
        return Optional.ofNullable(known);
    }

    private static @Nullable ActorType actor(MetaData metadata) {
        return metadata.get(Metadata.ACTOR_TYPE) instanceof String type ? ActorType.valueOf(type) : null;
    }
}
