package io.devicetrail.ingress.delivery;

import io.devicetrail.domain.command.CommandEvent.CommandApproved;
import io.devicetrail.domain.command.CommandEvent.CommandDequeued;
import io.devicetrail.domain.command.CommandEvent.CommandReleased;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandEvent.CommandRetried;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.CommandOrder.MarkCommandSent;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.ingress.connection.Publishing;
import io.devicetrail.ingress.connection.RefusedByBroker;
import io.devicetrail.ingress.topic.Topic;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.messaging.MetaData;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends requested commands down, at least once: a crash between the broker's acknowledgement and ours sends one again,
 * and the device knows it by its id. While the broker is away the handler fails and its processor tries again; a command
 * whose time is over is passed by, so one broker's absence never holds up what comes after it for longer than that. So is one
 * that the broker refuses.
 */
@ProcessingGroup("command-delivery")
@DisallowReplay
public final class CommandDelivery {
    private static final Logger LOG = LoggerFactory.getLogger(CommandDelivery.class);
    private static final Caller DELIVERY = Caller.process("command-delivery");
    /** How long the broker may take to acknowledge. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Publishing broker;
    private final CommandGateway commands;
    private final KnownCommands known;
    private final Clock clock;

    public CommandDelivery(Publishing broker, CommandGateway commands, KnownCommands known, Clock clock) {
        this.broker = broker;
        this.commands = commands;
        this.known = known;
        this.clock = clock;
    }

    @EventHandler
    public void on(CommandRequested requested) throws IOException {
        sendIfDue(requested.command());
    }

    @EventHandler
    public void on(CommandApproved approved) throws IOException {
        sendIfDue(approved.command());
    }

    @EventHandler
    public void on(CommandReleased released) throws IOException {
        sendIfDue(released.command());
    }

    @EventHandler
    public void on(CommandDequeued dequeued) throws IOException {
        sendIfDue(dequeued.command());
    }

    @EventHandler
    public void on(CommandRetried retried) throws IOException {
        sendIfDue(retried.command());
    }

    /**
     * As the command is now, not as it was at the event: one that is held back, was cancelled, or has been answered since is
     * passed by.
     */
    private void sendIfDue(CommandId id) throws IOException {
        KnownCommand command = known.command(id)
                .orElseThrow(() -> new IllegalStateException("there are events of " + id + ", and no request"));
        if (command.due()) {
            send(command);
        }
    }

    private void send(KnownCommand known) throws IOException {
        CommandRequested command = known.request();
        Instant expiresAt = known.expiresAt().truncatedTo(ChronoUnit.MILLIS);
        Duration remaining = Duration.between(clock.instant(), expiresAt);
        if (!remaining.isPositive() || CommandMessage.expirySeconds(command, remaining) < 1) {
            LOG.info("Command {} was not sent: its time was over at {}", command.command(), expiresAt);
            return;
        }
        try {
            broker.publish(
                    new Topic.Command(command.tenant(), command.device()).print(),
                    CommandMessage.payload(known, expiresAt),
                    CommandMessage.properties(known, remaining),
                    remaining.compareTo(PATIENCE) < 0 ? remaining : PATIENCE);
        } catch (RefusedByBroker e) {
            // It may take those of other devices, so they do not wait; this one is never marked as sent, and expires.
            LOG.warn("Command {} was not sent: {}", command.command(), e.getMessage());
            return;
        } catch (MqttException e) {
            // Never the command's fault: it waits for the broker, it is not set aside.
            throw new IOException("The broker did not take command " + command.command(), e);
        }
        markSent(command, known.attempts().current());
    }

    private void markSent(CommandRequested command, int attempt) {
        try {
            commands.<@Nullable Object>sendAndWait(
                    new MarkCommandSent(command.command(), attempt),
                    MetaData.from(DELIVERY.toMetadata(command.tenant().value())));
        } catch (CommandExecutionException e) {
            if (e.getDetails().isEmpty()) {
                throw e;
            }
            // The device was faster than we, or the command was cancelled: its outcome stands.
            LOG.info("Command {} was sent, which no longer matters: {}", command.command(), e.getMessage());
        }
    }
}
