package io.devicetrail.ingress.certificate;

import io.devicetrail.domain.incident.IncidentCommand.AddIncidentNote;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.ingress.topic.Topic;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.GenericMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the incident that its device was told. The bus handles a command on the thread that sends it, and returns when the
 * log has answered: so there is a thread for it, and who waits here waits no longer than {@link #WITHIN}. What was stored
 * after that, or before a crash, is known by the reminder's id and not stored again.
 */
final class ReminderNotes {
    /** How long the log may take for a note. */
    static final Duration WITHIN = Duration.ofSeconds(5);

    static final Caller CALLER = Caller.process("certificate-reminder");
    private static final Logger LOG = LoggerFactory.getLogger(ReminderNotes.class);

    private final Reminders reminders;
    private final CommandGateway commands;
    private final LogPositions positions;
    private @Nullable ExecutorService thread;
    /** The last one; it goes on when nobody waits for it any more. */
    private @Nullable Future<?> underWay;

    ReminderNotes(Reminders reminders, CommandGateway commands, LogPositions positions) {
        this.reminders = reminders;
        this.commands = commands;
        this.positions = positions;
    }

    synchronized void start() {
        thread = Executors.newSingleThreadExecutor(
                Thread.ofPlatform().name("ingress-reminder-notes").daemon().factory());
    }

    synchronized void stop() {
        ExecutorService stopped = thread;
        thread = null;
        underWay = null;
        if (stopped != null) {
            stopped.shutdownNow();
        }
    }

    /**
     * All that were told and are not on record, one after the other. One that cannot be stored ends it, as the next could
     * hardly be either.
     *
     * @param claim for how long no other node tries the same
     * @return false if one could not be stored
     */
    boolean noteAll(Duration claim) {
        if (isBusy()) {
            return false;
        }
        for (Optional<Reminder> told = reminders.unnoted(claim); told.isPresent(); told = reminders.unnoted(claim)) {
            if (!isNoted(told.get())) {
                return false;
            }
            reminders.noted(told.get());
        }
        return true;
    }

    private synchronized boolean isBusy() {
        return underWay != null && !underWay.isDone();
    }

    private synchronized @Nullable Future<?> begin(Reminder told) {
        ExecutorService running = thread;
        underWay = running == null ? null : running.submit(() -> store(told));
        return underWay;
    }

    private boolean isNoted(Reminder told) {
        Future<?> stored = begin(told);
        if (stored == null) {
            return false;
        }
        try {
            stored.get(WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            LOG.warn("That device {} was reminded is noted later: {}", told.device(), String.valueOf(e.getCause()));
            return false;
        } catch (TimeoutException e) {
            LOG.warn("That device {} was reminded is noted later: no answer within {}", told.device(), WITHIN);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void store(Reminder told) {
        if (positions.lastOf(told.id()).isPresent()) {
            return;
        }
        try {
            commands.<@Nullable Object>sendAndWait(message(told));
        } catch (CommandExecutionException e) {
            if (e.getDetails().isEmpty()) {
                throw e;
            }
            // As people have filled it with notes: what they can be told by the record is there.
            LOG.info("It is not noted that device {} was reminded: {}", told.device(), e.getMessage());
        }
    }

    /** The log keeps its id with the event, and takes it once. */
    private static CommandMessage<?> message(Reminder told) {
        String note = "The device was told to renew its certificate " + told.fingerprint() + " (" + told.stage()
                + "), on " + new Topic.Certificate(told.tenant(), told.device()).print() + ".";
        return new GenericCommandMessage<>(
                new GenericMessage<>(
                        told.id(),
                        new AddIncidentNote(
                                told.incident().incident(), told.incident().number(), note),
                        CALLER.toMetadata(told.tenant().value())),
                AddIncidentNote.class.getName());
    }
}
