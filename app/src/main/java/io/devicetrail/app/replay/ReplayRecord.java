package io.devicetrail.app.replay;

import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.replay.Rebuilt;
import io.devicetrail.domain.replay.ReplayCommand;
import io.devicetrail.domain.replay.ReplayCommand.EndReplay;
import io.devicetrail.domain.replay.ReplayCommand.StartReplay;
import io.devicetrail.domain.replay.ReplayId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.UUID;
import org.axonframework.common.IdentifierFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Puts replays on record: who had it done and why before it begins, how it came out when it has ended. */
@Component
class ReplayRecord {
    private final CommandSender sender;

    ReplayRecord(CommandSender sender) {
        this.sender = sender;
    }

    /** @throws ReplayRefusedException if it cannot be recorded, with the rule's or the log's own words */
    ReplayId started(Caller caller, @Nullable String reason, @Nullable String reasonCode, List<String> readModels) {
        ReplayId replay =
                new ReplayId(UUID.fromString(IdentifierFactory.getInstance().generateIdentifier()));
        send(caller, new Mutation("startReplay", null, reason, reasonCode), new StartReplay(replay, readModels));
        return replay;
    }

    void ended(ReplayId replay, List<Replay.Outcome> outcomes) {
        List<Rebuilt> rebuilt = outcomes.stream()
                .map(o -> new Rebuilt(o.readModel(), o.position(), o.digestBefore(), o.digestAfter()))
                .toList();
        send(Caller.process("replay"), Mutation.of("endReplay", null), new EndReplay(replay, rebuilt));
    }

    private void send(Caller caller, Mutation mutation, ReplayCommand command) {
        MutationOutcome outcome = sender.send(
                caller,
                mutation,
                () -> new Addressed(
                        command, TenantId.INSTALLATION, null, command.replay().toString(), null));
        if (!outcome.errors().isEmpty()) {
            throw new ReplayRefusedException(outcome.errors().getFirst().message());
        }
    }
}
