package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandApprovalAsked;
import io.devicetrail.domain.command.CommandEvent.CommandApproved;
import io.devicetrail.domain.command.CommandEvent.CommandCancelled;
import io.devicetrail.domain.command.CommandEvent.CommandDequeued;
import io.devicetrail.domain.command.CommandEvent.CommandExpired;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandSent;
import io.devicetrail.domain.command.CommandEvent.CommandWithdrawn;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.ApproveCommand;
import io.devicetrail.domain.command.CommandOrder.CancelCommand;
import io.devicetrail.domain.command.CommandOrder.DequeueCommand;
import io.devicetrail.domain.command.CommandOrder.ExpireCommand;
import io.devicetrail.domain.command.CommandOrder.MarkCommandSent;
import io.devicetrail.domain.command.CommandOrder.RecordCommandAnswer;
import io.devicetrail.domain.command.CommandOrder.RefuseCommandApproval;
import io.devicetrail.domain.command.CommandOrder.ReleaseCommand;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandOrder.RequestJobCommand;
import io.devicetrail.domain.command.CommandOrder.RetryCommand;
import io.devicetrail.domain.command.CommandOrder.TimeOutCommand;
import io.devicetrail.domain.command.CommandOrder.TurnAwayCommand;
import io.devicetrail.domain.command.CommandOrder.WithdrawCommand;
import io.devicetrail.domain.command.CommandRejection;
import io.devicetrail.domain.command.CommandRejection.ApprovalByRequester;
import io.devicetrail.domain.command.CommandRejection.ApprovedByPeople;
import io.devicetrail.domain.command.CommandRejection.CommandEnded;
import io.devicetrail.domain.command.CommandRejection.CommandNotSent;
import io.devicetrail.domain.command.CommandRejection.DeviceNotInService;
import io.devicetrail.domain.command.CommandRejection.NotAwaitingApproval;
import io.devicetrail.domain.command.CommandRejection.NotThisDevicesCommand;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** All but {@code command}, {@code asked}, {@code hold} and {@code due} is set by the request, the first event of every command. */
@Aggregate(type = "command")
class CommandAggregate {
    @AggregateIdentifier
    private @Nullable CommandId command;

    private CommandRequested request;
    private DeviceId device;
    private CommandState state;
    private @Nullable CommandApprovalAsked asked;
    private @Nullable CommandHeld hold;
    private final Answers answers = new Answers();
    private final Due due = new Due();

    @SuppressWarnings("NullAway.Init")
    CommandAggregate() {}

    /** The same request again, by its idempotency key, is no second command. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(
            RequestCommand c,
            Obstacles obstacles,
            SignaturePolicies policies,
            Clock clock,
            @MetaDataValue(Metadata.ACTOR_ID) @Nullable String actor) {
        if (!Requests.repeated(c, request)) {
            Requests.events(c, obstacles.admit(c), policies, String.valueOf(actor), Requests.holdEnds(clock))
                    .forEach(AggregateLifecycle::apply);
        }
    }

    /** Two persons decided about the job as a whole; what it cannot give holds nothing back, but is refused. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RequestJobCommand c, Obstacles obstacles, SignaturePolicies policies, Clock clock) {
        if (!Requests.repeated(c.request(), request)) {
            Requests.ofJob(c, obstacles.admit(c, policies), Requests.holdEnds(clock))
                    .forEach(AggregateLifecycle::apply);
        }
    }

    /** Approval first, then signatures: those that were given meanwhile count at once. */
    @CommandHandler
    void handle(
            ApproveCommand c,
            SignedCommands signed,
            Obstacles obstacles,
            Clock clock,
            @MetaDataValue(Metadata.ACTOR_ID) String actor,
            @MetaDataValue(Metadata.ACTOR_TYPE) String actorType) {
        CommandApprovalAsked open = openApproval(actorType);
        unless(clock.instant().isBefore(open.until()), new NotAwaitingApproval(state));
        unless(!actor.equals(open.requestedBy()), new ApprovalByRequester());
        CommandHeld signatures = hold;
        if (signatures != null) {
            apply(new CommandApproved(c.command(), device, open.requestedBy(), CommandState.WAITING_FOR_SIGNATURES));
            signed.releasing(signatures).ifPresent(given -> release(given, obstacles, clock));
        } else {
            // Whatever becomes of it, the person has decided: that is on record with the person's reason.
            apply(new CommandApproved(c.command(), device, open.requestedBy(), CommandState.REQUESTED));
            obstacles.to(request).ifPresentOrElse(this::cancel, () -> queue(clock));
        }
    }

    /** Who asked for it may refuse it, too: that takes no second person. */
    @CommandHandler
    void handle(RefuseCommandApproval c, @MetaDataValue(Metadata.ACTOR_TYPE) String actorType) {
        openApproval(actorType);
        apply(new CommandCancelled(c.command(), device, state));
    }

    private CommandApprovalAsked openApproval(String actorType) {
        unless(actorType.equals(ActorType.PERSON.name()), new ApprovedByPeople());
        unless(!state.ended(), new CommandEnded(state));
        CommandApprovalAsked open = asked;
        if (open == null || state != CommandState.AWAITING_APPROVAL) {
            throw because(new NotAwaitingApproval(state));
        }
        return open;
    }

    /** Given again, or too late, it changes nothing; the signatures are looked up here, whoever says that it is signed. */
    @CommandHandler
    void handle(ReleaseCommand c, SignedCommands signed, Obstacles obstacles, Clock clock) {
        CommandHeld waiting = hold;
        if (state == CommandState.WAITING_FOR_SIGNATURES
                && waiting != null
                && clock.instant().isBefore(waiting.until())) {
            signed.releasing(waiting).ifPresent(signatures -> release(signatures, obstacles, clock));
        }
    }

    private void release(List<SignatureId> signatures, Obstacles obstacles, Clock clock) {
        obstacles.to(request).ifPresentOrElse(this::cancel, () -> {
            apply(new CommandReleased(request.command(), device, signatures));
            queue(clock);
        });
    }

    private void queue(Clock clock) {
        Requests.queued(request, Requests.holdEnds(clock)).ifPresent(AggregateLifecycle::apply);
    }

    /** Given again it changes nothing; which command is next is decided by who sees all of the device's. */
    @CommandHandler
    void handle(DequeueCommand c, Obstacles obstacles) {
        if (state == CommandState.QUEUED) {
            obstacles.to(request).ifPresentOrElse(this::cancel, () -> apply(new CommandDequeued(c.command(), device)));
        }
    }

    /** Asked for whenever the device may have left; nothing while it is here, nor after the end. */
    @CommandHandler
    void handle(WithdrawCommand c, Obstacles obstacles) {
        if (!state.ended()) {
            obstacles.endOf(device).ifPresent(this::withdraw);
        }
    }

    private void withdraw(LifeCycle became) {
        apply(
                new CommandWithdrawn(request.command(), device, state, became),
                MetaData.with(Metadata.REASON, new DeviceNotInService(became).message()));
    }

    /** The device must not hear of it, signed and approved or not; the audit trail says why. */
    private void cancel(CommandRejection obstacle) {
        if (obstacle instanceof DeviceNotInService gone && gone.lifeCycle().ended()) {
            withdraw(gone.lifeCycle());
            return;
        }
        apply(
                new CommandCancelled(request.command(), device, state),
                MetaData.with(Metadata.REASON, obstacle.message()));
    }

    @CommandHandler
    void handle(TurnAwayCommand c) {
        if (state == CommandState.QUEUED) {
            apply(
                    new CommandExpired(c.command(), device, state),
                    MetaData.with(Metadata.REASON, c.waiting() + " configurations of the device wait already."));
        }
    }

    /** A deadline of a hold that is over, or of a moment that is not yet, changes nothing. */
    @CommandHandler
    void handle(ExpireCommand c, Clock clock) {
        if (state.heldBack() && due.over(clock.instant())) {
            apply(new CommandExpired(c.command(), device, state));
        }
    }

    @CommandHandler
    void handle(MarkCommandSent c) {
        if (state == CommandState.REQUESTED
                && !answers.attempts().pausing()
                && c.attempt() == answers.attempts().current()) {
            apply(new CommandSent(c.command(), device, state, c.attempt()));
        }
    }

    /** A device that said that it has the command is not told again, nor is one after the last attempt. */
    @CommandHandler
    void handle(RetryCommand c) {
        Requests.retried(c, request, state, answers.attempts()).ifPresent(AggregateLifecycle::apply);
    }

    @CommandHandler
    void handle(RecordCommandAnswer c) {
        unless(c.device().equals(device), new NotThisDevicesCommand(c.device()));
        unless(!state.heldBack(), new CommandNotSent());
        answers.events(c, state, request.retry()).forEach(AggregateLifecycle::apply);
    }

    /** The time of one that is held back has not begun, and that of one that was may have begun anew. */
    @CommandHandler
    void handle(TimeOutCommand c, Clock clock) {
        if (state.ended() || state.heldBack() || !due.over(clock.instant())) {
            return;
        }
        apply(answers.none(c.command(), device, state));
    }

    @CommandHandler
    void handle(CancelCommand c) {
        unless(!state.ended(), new CommandEnded(state));
        apply(new CommandCancelled(c.command(), device, state));
    }

    @EventSourcingHandler
    void evolve(CommandEvent event, @Timestamp Instant recordedAt) {
        if (event instanceof CommandRequested e) {
            command = e.command();
            request = e;
            device = e.device();
            state = CommandState.REQUESTED;
        }
        state = state.after(event);
        answers.evolve(event);
        due.evolve(event, recordedAt);
        switch (event) {
            case CommandHeld e -> hold = e;
            case CommandApprovalAsked e -> asked = e;
            default -> {}
        }
    }
}
