package io.devicetrail.commandside.quarantine;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.quarantine.QuarantineCommand.ReleaseQuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantineEvent;
import io.devicetrail.domain.quarantine.QuarantineEvent.QuarantinedMessageReleased;
import io.devicetrail.domain.quarantine.QuarantineRejection.MessageStillUnfit;
import io.devicetrail.domain.quarantine.QuarantineRejection.MessageTakenIn;
import io.devicetrail.domain.quarantine.QuarantineRejection.QuarantinedMessageUnknown;
import io.devicetrail.domain.quarantine.QuarantineRejection.TooManyReleases;
import io.devicetrail.domain.quarantine.QuarantinedMessage;
import io.devicetrail.domain.quarantine.QuarantinedMessage.Objection;
import io.devicetrail.domain.quarantine.QuarantinedMessageId;
import io.devicetrail.domain.quarantine.QuarantinedMessages;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** The releases of one message. A message is the ingress's to know; one that came to nothing may be released again. */
@Aggregate(type = "quarantine")
class QuarantinedMessageAggregate {
    /** Most releases of one message: what does not help so often does not help. */
    static final int MOST = 100;

    @AggregateIdentifier
    private @Nullable QuarantinedMessageId message;

    private int releases;

    /** What would be put back at once is refused, so that the log tells of no release that changed nothing. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(ReleaseQuarantinedMessage c, QuarantinedMessages quarantine) {
        QuarantinedMessage found = quarantine
                .find(c.number())
                .filter(one -> one.tenant().equals(c.tenant()))
                .orElseThrow(() -> because(new QuarantinedMessageUnknown(c.number())));
        unless(!found.takenIn(), new MessageTakenIn(c.number()));
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

    @EventSourcingHandler
    void evolve(QuarantineEvent event) {
        message = event.message();
        switch (event) {
            case QuarantinedMessageReleased e -> releases = e.release();
        }
    }
}
