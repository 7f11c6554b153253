package io.devicetrail.commandside.command;

import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.command.CommandEvent.CommandAgreedByJob;
import io.devicetrail.domain.command.CommandEvent.CommandApprovalAsked;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandQueued;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandRetried;
import io.devicetrail.domain.command.CommandOrder.JobStart;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandOrder.RequestJobCommand;
import io.devicetrail.domain.command.CommandOrder.RetryCommand;
import io.devicetrail.domain.command.CommandRejection.NotForJobs;
import io.devicetrail.domain.command.CommandState;
import io.devicetrail.domain.command.KnownCommand.Attempts;
import io.devicetrail.domain.command.RetryReason;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.RetryPolicy;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Rules about requests for commands. */
final class Requests {
    /** How long a command waits for its approval and its signatures, and from then for its turn. */
    static final Duration LONGEST_HOLD = Duration.ofHours(24);

    private Requests() {}

    static Instant holdEnds(Clock clock) {
        return clock.instant().plus(LONGEST_HOLD).truncatedTo(ChronoUnit.MILLIS);
    }

    /** Whether the request asks for what was requested before; a timeout the model shortened is no difference. */
    static boolean same(RequestCommand again, CommandRequested first) {
        return again.device().equals(first.device())
                && again.name().equals(first.name())
                && again.arguments().equals(first.arguments());
    }

    /** Whether it was requested before; the same key for another request is refused. */
    static boolean repeated(RequestCommand again, @Nullable CommandRequested first) {
        unless(first == null || same(again, first), new KeyReused());
        return first != null;
    }

    /**
     * With what holds it back, if something does, or not at all: who reads the request later finds both.
     *
     * @param by id of who asks
     * @param until when it is given up if it is held back
     */
    static List<CommandEvent> events(
            RequestCommand c, CommandDefinition definition, SignaturePolicies policies, String by, Instant until) {
        List<CommandEvent> events = new ArrayList<>();
        events.add(requested(c, definition));
        policies.of(c.tenant(), SignableKind.DEVICE_COMMAND)
                .ifPresent(policy -> events.add(new CommandHeld(c.command(), c.device(), policy, until)));
        if (definition.twoPersons()) {
            events.add(new CommandApprovalAsked(c.command(), c.device(), by, until));
        }
        if (events.size() == 1) {
            queued((CommandRequested) events.getFirst(), until).ifPresent(events::add);
        }
        return events;
    }

    private static CommandRequested requested(RequestCommand c, CommandDefinition definition) {
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

    /** That the job has all that the command needs: its policy, its model and its class may be others than at the draft. */
    static void requireFitForJob(RequestJobCommand c, CommandDefinition definition, SignaturePolicies policies) {
        unless(
                policies.of(c.tenant(), SignableKind.DEVICE_COMMAND).isEmpty(),
                new NotForJobs("has to be signed by the tenant's policy"));
        unless(c.agreed() || !definition.twoPersons(), new NotForJobs("needs two persons by its model"));
        unless(definition.commandClass() != CommandClass.REAL_TIME, new NotForJobs("is of real time"));
    }

    /** Nothing holds it back but the order of configurations. */
    static List<CommandEvent> ofJob(RequestJobCommand c, CommandDefinition definition, Instant until) {
        List<CommandEvent> events = new ArrayList<>();
        CommandRequested requested = requested(c.request(), definition);
        events.add(requested);
        JobStart start = c.start();
        if (definition.twoPersons() && start != null) {
            events.add(new CommandAgreedByJob(
                    c.command(), c.device(), start.job(), start.round(), start.by(), start.name()));
        }
        queued(requested, until).ifPresent(events::add);
        return events;
    }

    /** What keeps one that may go on in its order behind others of its device; empty for what has no order. */
    static Optional<CommandQueued> queued(CommandRequested request, Instant until) {
        return request.commandClass() == CommandClass.CONFIGURATION
                ? Optional.of(new CommandQueued(request.command(), request.device(), until))
                : Optional.empty();
    }

    /** A device that said that it has the command is not told again, nor is one after the last attempt. */
    static Optional<CommandRetried> retried(
            RetryCommand c, CommandRequested request, CommandState state, Attempts attempts) {
        RetryPolicy retry = request.retry();
        if (retry == null || c.attempt() != attempts.current() + 1 || c.attempt() > retry.attempts()) {
            return Optional.empty();
        }
        if (state == CommandState.SENT) {
            return Optional.of(
                    new CommandRetried(c.command(), request.device(), state, c.attempt(), RetryReason.NO_ANSWER));
        }
        return state == CommandState.REQUESTED && attempts.pausing()
                ? Optional.of(new CommandRetried(
                        c.command(), request.device(), state, c.attempt(), RetryReason.ATTEMPT_FAILED))
                : Optional.empty();
    }

    /** The model's timeout, or the shorter one that was asked for. */
    private static int timeoutSeconds(RequestCommand request, CommandDefinition definition) {
        Integer asked = request.timeoutSeconds();
        return asked == null ? definition.timeoutSeconds() : Math.min(asked, definition.timeoutSeconds());
    }
}
