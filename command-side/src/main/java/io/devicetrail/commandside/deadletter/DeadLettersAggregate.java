package io.devicetrail.commandside.deadletter;

import static io.devicetrail.commandside.Rejected.because;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.deadletter.DeadLetterCommand;
import io.devicetrail.domain.deadletter.DeadLetterCommand.ReleaseDeadLetters;
import io.devicetrail.domain.deadletter.DeadLetterCommand.RetryDeadLetters;
import io.devicetrail.domain.deadletter.DeadLetterEvent;
import io.devicetrail.domain.deadletter.DeadLetterEvent.DeadLettersReleased;
import io.devicetrail.domain.deadletter.DeadLetterEvent.DeadLettersRetried;
import io.devicetrail.domain.deadletter.DeadLetterRejection.NoDeadLetters;
import io.devicetrail.domain.deadletter.DeadLettersId;
import io.devicetrail.domain.deadletter.HeldStreams;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** Remembers nothing: what is held back is the processor's to know, and a decision may be taken again. */
@Aggregate(type = "deadletter")
class DeadLettersAggregate {
    @AggregateIdentifier
    private @Nullable DeadLettersId deadLetters;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RetryDeadLetters c, HeldStreams held) {
        apply(new DeadLettersRetried(c.deadLetters(), c.tenant(), c.processor(), c.stream(), upTo(c, held)));
    }

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ReleaseDeadLetters c, HeldStreams held) {
        apply(new DeadLettersReleased(c.deadLetters(), c.tenant(), c.processor(), c.stream(), upTo(c, held)));
    }

    /** What another tenant's events wait for is refused in the words for nothing at all. */
    private static long upTo(DeadLetterCommand c, HeldStreams held) {
        return held.held(c.processor(), c.stream())
                .filter(found -> found.tenant().equals(c.tenant()))
                .orElseThrow(() -> because(new NoDeadLetters(c.processor(), c.stream())))
                .upTo();
    }

    @EventSourcingHandler
    void evolve(DeadLetterEvent event) {
        deadLetters = event.deadLetters();
    }
}
