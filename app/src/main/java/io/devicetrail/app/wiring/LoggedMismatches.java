package io.devicetrail.app.wiring;

import io.devicetrail.audit.scrub.MismatchLog;
import io.devicetrail.audit.scrub.MismatchRefused;
import io.devicetrail.audit.verify.Verdict.Finding;
import io.devicetrail.domain.ledger.LedgerCommand.RecordMismatch;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerMismatchFound;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;

/** Mismatches as events of the ledger they concern. */
final class LoggedMismatches implements MismatchLog {
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);
    private static final Caller SCRUBBER = Caller.process("ledger-scrubber");

    private final LedgerId ledger;
    private final CommandGateway commands;
    private final EventStore events;
    private final Clock clock;

    LoggedMismatches(LedgerId ledger, CommandGateway commands, EventStore events, Clock clock) {
        this.ledger = ledger;
        this.commands = commands;
        this.events = events;
        this.clock = clock;
    }

    /** From the first event on: in a snapshot's place findings would be missing. */
    @Override
    public Collection<Finding> recorded() throws IOException {
        try {
            return events.readEvents(ledger.value(), 0)
                    .asStream()
                    .map(Message::getPayload)
                    .filter(LedgerMismatchFound.class::isInstance)
                    .map(LedgerMismatchFound.class::cast)
                    .map(LoggedMismatches::finding)
                    .toList();
        } catch (RuntimeException e) {
            throw new IOException("the log does not tell what was found before: " + e.getMessage(), e);
        }
    }

    @Override
    public void record(Finding finding, long size) throws IOException {
        @Nullable Long index = finding.index() == Finding.NOT_OF_AN_EVENT ? null : finding.index();
        RecordMismatch command = new RecordMismatch(ledger, index, finding.what(), size, clock.instant());
        try {
            commands.send(GenericCommandMessage.asCommandMessage(command)
                            .andMetaData(SCRUBBER.toMetadata(TenantId.INSTALLATION.value())))
                    .get(ANSWER_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            // A rule refused it, and rules look at each by itself; without a reason of that kind the log is away.
            if (e.getCause() instanceof CommandExecutionException refused
                    && refused.getDetails().isPresent()) {
                throw new MismatchRefused("the log refused it: " + refused.getMessage(), e);
            }
            throw new IOException("the log did not take it: " + e, e);
        } catch (TimeoutException e) {
            throw new IOException("the log did not take it: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }

    private static Finding finding(LedgerMismatchFound event) {
        return new Finding(event.index() == null ? Finding.NOT_OF_AN_EVENT : event.index(), event.what());
    }
}
