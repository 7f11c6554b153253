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
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.axonframework.common.IdentifierFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts replays on record: who had it done and why before it begins, how it came out when it has ended. */
@Component
class ReplayRecord {
    private static final Logger log = LoggerFactory.getLogger(ReplayRecord.class);
    private static final int MOST_TRIES = 20;
    private static final Duration BETWEEN_TRIES = Duration.ofMillis(500);

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

    /**
     * The log may be away for a moment under the load of the replay itself, so it is tried for a while.
     *
     * @param outcomes of those read models that came out; fewer than were begun if the replay was cut short
     * @return whether it is on record
     */
    boolean ended(ReplayId replay, List<Replay.Outcome> outcomes) {
        List<Rebuilt> rebuilt = outcomes.stream()
                .map(o -> new Rebuilt(o.readModel(), o.position(), o.digestBefore(), o.digestAfter()))
                .toList();
        for (int tries = 1; ; tries++) {
            try {
                send(
                        Caller.process("replay"),
                        Mutation.of("endReplay", replay.toString()),
                        new EndReplay(replay, rebuilt));
                return true;
            } catch (RuntimeException e) {
                if (tries == MOST_TRIES) {
                    log.error("how the replay {} came out is not on record: {}", replay, outcomes, e);
                    return false;
                }
                LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
            }
        }
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
