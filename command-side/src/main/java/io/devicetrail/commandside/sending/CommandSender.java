package io.devicetrail.commandside.sending;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.authority.Denied;
import io.devicetrail.commandside.authority.Gate;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.MutationOutcome.UserError;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.shared.Shape;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.messaging.GenericMessage;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Sends a mutation's command, at most once per idempotency key, and says what came of it.
 *
 * <p>The key becomes the id of the command message, which the log keeps with each event and accepts once. A crash
 * between storing and answering is therefore harmless: the request repeated finds its own events and is answered from
 * them, without a second command.
 */
@Component
public final class CommandSender {
    /** Longest wait for the log; after it the outcome is unknown to the caller, who may repeat by the same key. */
    static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    /** Tries of a command that another node overtook on the same record; each sees the other's events. */
    static final int MOST_TRIES = 3;

    /** Not "nothing was stored": the same request may have been, when it was sent before. */
    private static final String AWAY =
            "The log is not reachable, so nothing was sent to it. Repeat shortly, with the same clientMutationId.";

    private static final String UNAVAILABLE =
            "The log is not available. Whether the change was stored is not known; repeat with the same clientMutationId.";

    private final CommandGateway gateway;
    private final LogPositions positions;
    private final KnownRecords records;
    private final LogPulse pulse;
    private final Gate gate;

    public CommandSender(
            CommandGateway gateway, LogPositions positions, KnownRecords records, LogPulse pulse, Gate gate) {
        this.gateway = gateway;
        this.positions = positions;
        this.records = records;
        this.pulse = pulse;
        this.gate = gate;
    }

    /**
     * @param addressed makes the command; what it finds wrong with the input is refused like any other rule
     * @throws LogUnavailable if the log did not answer
     */
    public MutationOutcome send(Caller caller, Mutation mutation, Supplier<Addressed> addressed) {
        return send(caller, mutation, addressed, null);
    }

    /** Like {@link #send}, for one of the many commands of a request that has no key of its own. */
    public MutationOutcome send(Caller caller, Mutation mutation, Attempt attempt, Supplier<Addressed> addressed) {
        return tried(mutation, () -> {
            gate.pass(caller, mutation.name());
            return send(caller, mutation, addressed.get(), attempt, null);
        });
    }

    /**
     * Like {@link #send}, for a mutation that is answered with more than the log keeps: a repetition, which cannot be
     * given that again, is refused. Accepted means therefore that it was this call's command that was stored.
     */
    public MutationOutcome sendOnce(
            Caller caller, Mutation mutation, Supplier<Addressed> addressed, Rejection whenRepeated) {
        return send(caller, mutation, addressed, whenRepeated);
    }

    /**
     * Like {@link #send} of one of many, but where in the log its events are is not looked up, which costs as much as
     * sending it. One that is sent again, and was stored the first time, is answered as it was to be then.
     *
     * @return without a position
     */
    public MutationOutcome sendOneOfMany(
            Caller caller, Mutation mutation, Attempt attempt, Supplier<Addressed> addressed) {
        if (mutation.clientMutationId() != null) {
            throw new IllegalArgumentException("one of many has no key of its own");
        }
        return tried(mutation, () -> {
            gate.pass(caller, mutation.name());
            Addressed one = addressed.get();
            store(caller, mutation, one, attempt);
            return new MutationOutcome(one.subject(), one.related(), null, List.of(), null);
        });
    }

    private MutationOutcome send(
            Caller caller, Mutation mutation, Supplier<Addressed> addressed, @Nullable Rejection whenRepeated) {
        return tried(mutation, () -> {
            gate.pass(caller, mutation.name());
            String key = Shape.optionalText("clientMutationId", mutation.clientMutationId());
            String messageId = key == null
                    ? IdentifierFactory.getInstance().generateIdentifier()
                    : NamedId.of("mutation", caller.actorId(), mutation.name(), key)
                            .toString();
            return send(caller, mutation, addressed.get(), new Attempt(messageId, key != null), whenRepeated);
        });
    }

    private MutationOutcome tried(Mutation mutation, Supplier<MutationOutcome> sending) {
        if (!pulse.beats()) {
            throw new LogUnavailable(AWAY, null);
        }
        try {
            return sending.get();
        } catch (MalformedInput e) {
            return refused(mutation, new UserError("MALFORMED_INPUT", message(e), List.of(e.field())));
        } catch (CommandExecutionException e) {
            Rejection rejection = rejectionOf(e);
            return refused(mutation, new UserError(rejection.code(), rejection.message(), ErrorPath.of(rejection)));
        } catch (LogUnavailable e) {
            throw e;
        } catch (RuntimeException e) {
            throw new LogUnavailable(UNAVAILABLE, e);
        }
    }

    private MutationOutcome send(
            Caller caller, Mutation mutation, Addressed addressed, Attempt attempt, @Nullable Rejection whenRepeated) {
        String messageId = attempt.messageId();
        OptionalLong before = storedBefore(attempt);
        if (before.isPresent()) {
            gate.passAgain(caller, mutation.name(), addressed.tenant(), addressed.site());
            return repeated(mutation, addressed, messageId, before.getAsLong(), whenRepeated);
        }
        try {
            answer(message(caller, mutation, addressed, messageId));
        } catch (RuntimeException e) {
            if (Denied.is(e)) {
                gate.denied(caller, mutation.name(), addressed.tenant().value());
                throw e;
            }
            if (!pulse.beats()) {
                throw new LogUnavailable(UNAVAILABLE, e);
            }
            OptionalLong meanwhile = positions.lastOf(messageId);
            if (meanwhile.isPresent()) {
                return repeated(mutation, addressed, messageId, meanwhile.getAsLong(), whenRepeated);
            }
            throw e;
        }
        return accepted(mutation, addressed, positions.lastOf(messageId).orElseGet(positions::head));
    }

    /** A rule's refusal of a command that nobody sent before is that, and not its own events that it ran into. */
    private void store(Caller caller, Mutation mutation, Addressed addressed, Attempt attempt) {
        if (storedBefore(attempt).isPresent()) {
            return;
        }
        try {
            answer(message(caller, mutation, addressed, attempt.messageId()));
        } catch (RuntimeException e) {
            if (Denied.is(e)) {
                gate.denied(caller, mutation.name(), addressed.tenant().value());
            }
            boolean mayBeThere = attempt.again() || !(e instanceof CommandExecutionException) && pulse.beats();
            if (!mayBeThere || positions.lastOf(attempt.messageId()).isEmpty()) {
                throw e;
            }
        }
    }

    private static CommandMessage<?> message(Caller caller, Mutation mutation, Addressed addressed, String messageId) {
        return new GenericCommandMessage<>(
                new GenericMessage<>(messageId, addressed.command(), metadata(caller, mutation, addressed)),
                addressed.command().getClass().getName());
    }

    private OptionalLong storedBefore(Attempt attempt) {
        try {
            return attempt.again() ? positions.lastOf(attempt.messageId()) : OptionalLong.empty();
        } catch (RuntimeException e) {
            throw new LogUnavailable(AWAY, e);
        }
    }

    private void answer(CommandMessage<?> message) {
        for (int tries = 1; ; tries++) {
            try {
                gateway.send(message).get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
                return;
            } catch (ExecutionException e) {
                if (e.getCause() instanceof ConcurrencyException && tries < MOST_TRIES) {
                    continue;
                }
                throw e.getCause() instanceof RuntimeException cause ? cause : new LogUnavailable(UNAVAILABLE, e);
            } catch (TimeoutException e) {
                throw new LogUnavailable(
                        "The log has not answered for " + ANSWER_WITHIN.toSeconds()
                                + " seconds; whether the change was stored is not known."
                                + " Repeat with the same clientMutationId.",
                        e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LogUnavailable(UNAVAILABLE, e);
            }
        }
    }

    /** Answers from the log; a key that was spent on another record must not be answered with that one's success. */
    private MutationOutcome repeated(
            Mutation mutation, Addressed addressed, String messageId, long position, @Nullable Rejection whenRepeated) {
        unless(records.wroteTo(addressed.subject(), messageId), new KeyReused());
        if (whenRepeated != null) {
            throw because(whenRepeated);
        }
        return accepted(mutation, addressed, position);
    }

    private static Map<String, Object> metadata(Caller caller, Mutation mutation, Addressed addressed) {
        Map<String, Object> metadata = caller.toMetadata(addressed.tenant().toString());
        put(metadata, Metadata.SITE, addressed.site());
        put(metadata, Metadata.REASON, mutation.reason());
        put(metadata, Metadata.REASON_CODE, mutation.reasonCode());
        return metadata;
    }

    private static void put(Map<String, Object> metadata, String name, @Nullable Object value) {
        if (value != null && !value.toString().isBlank()) {
            metadata.put(name, value.toString().strip());
        }
    }

    private static MutationOutcome accepted(Mutation mutation, Addressed addressed, long position) {
        return new MutationOutcome(
                addressed.subject(), addressed.related(), position, List.of(), mutation.clientMutationId());
    }

    private static MutationOutcome refused(Mutation mutation, UserError error) {
        return new MutationOutcome(null, null, null, List.of(error), mutation.clientMutationId());
    }

    private static Rejection rejectionOf(CommandExecutionException e) {
        return e.getDetails()
                .filter(Rejection.class::isInstance)
                .map(Rejection.class::cast)
                .orElseThrow(() -> new LogUnavailable(UNAVAILABLE, e));
    }

    private static String message(MalformedInput e) {
        String message = e.getMessage();
        return message == null ? e.field() + " is malformed" : message;
    }
}
