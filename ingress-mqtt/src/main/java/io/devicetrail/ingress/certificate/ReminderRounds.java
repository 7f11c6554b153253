package io.devicetrail.ingress.certificate;

import io.devicetrail.domain.incident.IncidentCommand.AddIncidentNote;
import io.devicetrail.domain.incident.NewestCertificates;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.StartOrder;
import io.devicetrail.ingress.connection.Publishing;
import io.devicetrail.ingress.connection.RefusedByBroker;
import io.devicetrail.ingress.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells devices that their certificate is to be renewed, as things stand at that moment, and then says so on the incident.
 * A crash after the broker has the message tells a device twice, one before the note is stored notes it twice; none never.
 */
public final class ReminderRounds implements SmartLifecycle {
    /** How long the broker may take to acknowledge. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    /** How long the log may take for a note. */
    static final Duration NOTED_WITHIN = Duration.ofSeconds(5);

    static final Caller CALLER = Caller.process("certificate-reminder");
    private static final Logger LOG = LoggerFactory.getLogger(ReminderRounds.class);

    private final Reminders reminders;
    private final TransactionTemplate transaction;
    private final NewestCertificates newest;
    private final Publishing broker;
    private final CommandGateway commands;
    private final Clock clock;
    private final IngressSettings.Reminding settings;
    private volatile @Nullable ScheduledExecutorService thread;

    public ReminderRounds(
            Reminders reminders,
            PlatformTransactionManager transactions,
            NewestCertificates newest,
            Publishing broker,
            CommandGateway commands,
            Clock clock,
            IngressSettings.Reminding settings) {
        this.reminders = reminders;
        this.transaction = new TransactionTemplate(transactions);
        this.newest = newest;
        this.broker = broker;
        this.commands = commands;
        this.clock = clock;
        this.settings = settings;
    }

    /** The broker does not take it now: neither will it take the next. */
    private static final class BrokerAway extends RuntimeException {
        private static final long serialVersionUID = 1;

        BrokerAway(MqttException cause) {
            super(cause);
        }
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("ingress-reminders").daemon().factory());
        thread = started;
        long millis = settings.interval().toMillis();
        started.scheduleWithFixedDelay(this::round, millis, millis, TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        ScheduledExecutorService stopped = thread;
        thread = null;
        if (stopped != null) {
            stopped.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    @Override
    public int getPhase() {
        return StartOrder.DESIRED;
    }

    private void round() {
        try {
            boolean noting = noteAll();
            for (int told = 0; told < settings.batchSize() && isRunning() && tellOne(); told++) {
                noting = noting && noteAll();
            }
        } catch (BrokerAway e) {
            LOG.debug("Reminders of certificates wait for the broker: {}", e.toString());
        } catch (RuntimeException e) {
            LOG.warn("Reminders of certificates wait: {}", e.toString());
        }
    }

    /** False if nobody is to be told. */
    private boolean tellOne() {
        Reminder[] taken = new Reminder[1];
        try {
            return Boolean.TRUE.equals(transaction.execute(ignored -> {
                Optional<Reminder> next = reminders.take();
                next.ifPresent(one -> {
                    taken[0] = one;
                    tell(one);
                });
                return next.isPresent();
            }));
        } catch (BrokerAway e) {
            throw e;
        } catch (RuntimeException e) {
            if (taken[0] == null) {
                throw e;
            }
            // It must not hold up the others.
            LOG.warn("Device {} is reminded of its certificate later: {}", taken[0].device(), e.toString());
            reminders.postpone(taken[0].incident(), settings.postponement());
            return true;
        }
    }

    /** Not of a certificate that was renewed or revoked, of a device that has ended, nor of one that opens nothing more. */
    private void tell(Reminder reminder) {
        long expiry = ReminderMessage.expirySeconds(reminder, clock.instant());
        if (expiry < 1 || !isInForce(reminder)) {
            reminders.left(reminder.incident());
            return;
        }
        try {
            broker.publish(
                    new Topic.Certificate(reminder.tenant(), reminder.device()).print(),
                    ReminderMessage.payload(reminder),
                    ReminderMessage.properties(expiry),
                    PATIENCE);
        } catch (RefusedByBroker e) {
            // It may take that of the next.
            throw new IllegalStateException(e.getMessage(), e);
        } catch (MqttException e) {
            throw new BrokerAway(e);
        }
        reminders.told(reminder.incident());
    }

    private boolean isInForce(Reminder reminder) {
        try {
            return newest.isInForce(reminder.device(), reminder.fingerprint());
        } catch (TimeoutException e) {
            throw new IllegalStateException("how its certificates stand is not known yet", e);
        }
    }

    /**
     * On the thread that told it, so that what is on record is in the order in which it was told. One that cannot be stored
     * ends the noting of this round, as the next could hardly be either, and not the telling: a device is told of its next
     * stage when the one before is noted, and no other waits for that.
     *
     * @return false if one could not be stored
     */
    private boolean noteAll() {
        Duration claim = settings.postponement();
        for (Optional<Reminder> told = reminders.unnoted(claim); told.isPresent(); told = reminders.unnoted(claim)) {
            if (!isNoted(told.get())) {
                return false;
            }
            reminders.noted(told.get());
        }
        return true;
    }

    private boolean isNoted(Reminder told) {
        String note = "The device was told to renew its certificate " + told.fingerprint() + " (" + told.stage()
                + "), on " + new Topic.Certificate(told.tenant(), told.device()).print() + ".";
        try {
            commands.<@Nullable Object>send(
                            new AddIncidentNote(
                                    told.incident().incident(), told.incident().number(), note),
                            MetaData.from(CALLER.toMetadata(told.tenant().value())))
                    .get(NOTED_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof CommandExecutionException refused
                    && refused.getDetails().isPresent()) {
                // As people have filled it with notes: what they can be told by the record is there.
                LOG.info("It is not noted that device {} was reminded: {}", told.device(), refused.getMessage());
                return true;
            }
            LOG.warn("That device {} was reminded is noted later: {}", told.device(), String.valueOf(e.getCause()));
            return false;
        } catch (TimeoutException e) {
            LOG.warn("That device {} was reminded is noted later: no answer within {}", told.device(), NOTED_WITHIN);
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
