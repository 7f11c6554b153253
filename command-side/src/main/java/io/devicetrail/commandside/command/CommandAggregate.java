package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.command.CommandAnswer;
import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandAnswered;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandSent;
import io.devicetrail.domain.command.CommandEvent.CommandTimedOut;
import io.devicetrail.domain.command.CommandEvent.LateAnswerRecorded;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.CancelCommand;
import io.devicetrail.domain.command.CommandOrder.ExpireCommand;
import io.devicetrail.domain.command.CommandOrder.MarkCommandSent;
import io.devicetrail.domain.command.CommandOrder.RecordCommandAnswer;
import io.devicetrail.domain.command.CommandOrder.ReleaseCommand;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
import io.devicetrail.domain.command.CommandRejection.CommandEnded;
import io.devicetrail.domain.command.CommandRejection.CommandNotSent;
import io.devicetrail.domain.command.CommandRejection.DeviceNotInService;
import io.devicetrail.domain.command.CommandRejection.NotThisDevicesCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** All but {@code command} and {@code hold} is set by the request, the first event of every command. */
@Aggregate(type = "command")
class CommandAggregate {
    /** How long a command waits for its signatures. */
    static final Duration LONGEST_HOLD = Duration.ofHours(24);

    @AggregateIdentifier
    private @Nullable CommandId command;

    private CommandRequested request;
    private DeviceId device;
    private CommandState state;
    private @Nullable CommandHeld hold;
    /** Answers that are in the log already; the broker may deliver each again. */
    private final Set<CommandAnswer> heard = EnumSet.noneOf(CommandAnswer.class);

    @SuppressWarnings("NullAway.Init")
    CommandAggregate() {}

    /** The same request again, by its idempotency key, is no second command. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RequestCommand c, References references, SignaturePolicies policies, Clock clock) {
        if (command != null) {
            unless(Requests.same(c, request), new KeyReused());
            return;
        }
        CommandDefinition definition = references.requireCommand(c);
        apply(new CommandRequested(
                c.command(), c.tenant(), c.device(), c.name(), c.arguments(), Requests.timeoutSeconds(c, definition)));
        // With the request or not at all: who reads the request later finds what holds it.
        policies.of(c.tenant(), SignableKind.DEVICE_COMMAND)
                .ifPresent(policy -> apply(new CommandHeld(c.command(), c.device(), policy, holdEnds(clock))));
    }

    private static Instant holdEnds(Clock clock) {
        return clock.instant().plus(LONGEST_HOLD).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Given again, or too late, it changes nothing; the signatures are looked up here, whoever says that it is signed. */
    @CommandHandler
    void handle(ReleaseCommand c, SignedCommands signed, References references, Clock clock) {
        CommandHeld waiting = hold;
        if (state == CommandState.WAITING_FOR_SIGNATURES
                && waiting != null
                && clock.instant().isBefore(waiting.until())) {
            signed.releasing(waiting).ifPresent(signatures -> release(signatures, references.lifeCycleOf(device)));
        }
    }

    /** What took the command at its request may have been taken out of service since: it must not hear of it then. */
    private void release(List<SignatureId> signatures, LifeCycle now) {
        if (now == LifeCycle.ACTIVE) {
            apply(new CommandReleased(request.command(), device, signatures));
        } else {
            apply(
                    new CommandCancelled(request.command(), device, state),
                    MetaData.with(Metadata.REASON, new DeviceNotInService(now).message()));
        }
    }

    @CommandHandler
    void handle(ExpireCommand c) {
        if (state == CommandState.WAITING_FOR_SIGNATURES) {
            apply(new CommandTimedOut(c.command(), device, state));
        }
    }

    @CommandHandler
    void handle(MarkCommandSent c) {
        if (state == CommandState.REQUESTED) {
            apply(new CommandSent(c.command(), device, state, c.attempt()));
        }
    }

    @CommandHandler
    void handle(RecordCommandAnswer c) {
        unless(c.device().equals(device), new NotThisDevicesCommand(c.device()));
        unless(state != CommandState.WAITING_FOR_SIGNATURES, new CommandNotSent());
        if (heard.contains(c.answer())) {
            return;
        }
        if (state.ended()) {
            apply(new LateAnswerRecorded(c.command(), device, state, c.answer(), c.code(), c.detail(), c.answeredAt()));
        } else if (c.answer().state().compareTo(state) > 0) {
            apply(new CommandAnswered(c.command(), device, state, c.answer(), c.code(), c.detail(), c.answeredAt()));
        }
    }

    /** The time of one that is held has not begun. */
    @CommandHandler
    void handle(TimeOutCommand c) {
        if (!state.ended() && state != CommandState.WAITING_FOR_SIGNATURES) {
            apply(new CommandTimedOut(c.command(), device, state));
        }
    }

    @CommandHandler
    void handle(CancelCommand c) {
        unless(!state.ended(), new CommandEnded(state));
        apply(new CommandCancelled(c.command(), device, state));
    }

    @EventSourcingHandler
    void evolve(CommandEvent event) {
        switch (event) {
            case CommandRequested e -> {
                command = e.command();
                request = e;
                device = e.device();
                state = CommandState.REQUESTED;
            }
            case CommandHeld e -> {
                hold = e;
                state = CommandState.WAITING_FOR_SIGNATURES;
            }
            case CommandReleased e -> state = CommandState.REQUESTED;
            case CommandSent e -> state = CommandState.SENT;
            case CommandAnswered e -> {
                state = e.answer().state();
                heard.add(e.answer());
            }
            case LateAnswerRecorded e -> heard.add(e.answer());
            case CommandTimedOut e -> state = CommandState.TIMED_OUT;
            case CommandCancelled e -> state = CommandState.CANCELLED;
        }
    }
}
