package io.devicetrail.commandside.quarantine;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.deadletter.HeldStreams;
import io.devicetrail.domain.quarantine.QuarantineCommand;
import io.devicetrail.domain.quarantine.QuarantineCommand.ReleaseQuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantineCommand.SettleQuarantineRelease;
import io.devicetrail.domain.quarantine.QuarantineEvent;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantineReleaseSettled;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantinedMessageReleased;
import io.devicetrail.domain.quarantine.QuarantineRejection.MessageStillUnfit;
import io.devicetrail.domain.quarantine.QuarantineRejection.MessageTakenIn;
import io.devicetrail.domain.quarantine.QuarantineRejection.QuarantinedMessageUnknown;
import io.devicetrail.domain.quarantine.QuarantineRejection.ReleaseHeld;
import io.devicetrail.domain.quarantine.QuarantineRejection.ReleaseUnderWay;
import io.devicetrail.domain.quarantine.QuarantineRejection.ReleasedByPeople;
import io.devicetrail.domain.quarantine.QuarantineRejection.TooManyReleases;
import io.devicetrail.domain.quarantine.QuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantinedMessage.Objection;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.quarantine.QuarantinedMessages;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** The releases of one message, each with its outcome; one that came to nothing may be followed by another. */
@Aggregate(type = "quarantine")
class QuarantinedMessageAggregate {
    /** Most releases of one message: what does not help so often does not help. */
    static final int MOST = 100;
    /** After that the next one may be asked for: whatever was to carry this one out may have been given up. */
    static final Duration UNDER_WAY = Duration.ofMinutes(10);

    @AggregateIdentifier
    private @Nullable QuarantinedMessageId message;

    private int releases;
    private Instant lastAt = Instant.MIN;
    private int settled;
    private boolean takenIn;

    /** What would be put back at once is refused, so that the log tells of no release that changed nothing. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(
            ReleaseQuarantinedMessage c,
            QuarantinedMessages quarantine,
            HeldStreams held,
            Clock clock,
            @MetaDataValue(Metadata.ACTOR_TYPE) String actorType) {
        unless(actorType.equals(ActorType.PERSON.name()), new ReleasedByPeople());
        QuarantinedMessage found = quarantine
                .find(c.number())
                .filter(one -> one.tenant().equals(c.tenant()))
                .orElseThrow(() -> because(new QuarantinedMessageUnknown(c.number())));
        unless(!takenIn, new MessageTakenIn(c.number()));
        String stream = c.message().toString();
        unless(
                held.held(QuarantineCommand.PROCESSOR, stream).isEmpty(),
                new ReleaseHeld(c.number(), QuarantineCommand.PROCESSOR, stream));
        unless(!isUnderWay(clock.instant()), new ReleaseUnderWay(c.number()));
        Objection objection = found.objection();
        if (objection != null) {
            throw because(new MessageStillUnfit(c.number(), objection.code(), objection.detail()));
        }
        unless(releases < MOST, new TooManyReleases(MOST));
        apply(new QuarantinedMessageReleased(
                c.message(),
                c.tenant(),
                found.device(),
                c.number(),
                releases + 1,
                found.misfit(),
                found.receivedAt(),
                found.size(),
                found.sha256()));
    }

    private boolean isUnderWay(Instant now) {
        return settled < releases && now.isBefore(lastAt.plus(UNDER_WAY));
    }

    /** Told again after a crash; the first word counts. */
    @CommandHandler
    void handle(SettleQuarantineRelease c) {
        if (c.release() > settled && c.release() <= releases) {
            apply(new QuarantineReleaseSettled(
                    c.message(), c.tenant(), c.device(), c.number(), c.release(), c.outcome(), c.detail()));
        }
    }

    @EventSourcingHandler
    void evolve(QuarantineEvent event, @Timestamp Instant recordedAt) {
        message = event.message();
        switch (event) {
            case QuarantinedMessageReleased e -> {
                releases = e.release();
                lastAt = recordedAt;
            }
            case QuarantineReleaseSettled e -> {
                settled = e.release();
                takenIn |= e.outcome().equals(QuarantineReleaseSettled.TAKEN_IN);
            }
        }
    }
}
