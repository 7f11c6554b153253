package io.devicetrail.ingress.certificate;

import io.devicetrail.domain.incident.NewestCertificates;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.Rounds;
import io.devicetrail.ingress.StartOrder;
import io.devicetrail.ingress.connection.Publishing;
import io.devicetrail.ingress.connection.RefusedByBroker;
import io.devicetrail.ingress.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells devices that their certificate is to be renewed, as things stand at that moment, and then says so on the incident.
 * A crash after the broker has the message tells a device twice, by the same id; none never, and it is noted once.
 */
public final class ReminderRounds extends Rounds {
    /** How long the broker may take to acknowledge. */
    static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Logger LOG = LoggerFactory.getLogger(ReminderRounds.class);

    private final Reminders reminders;
    private final TransactionTemplate transaction;
    private final NewestCertificates newest;
    private final Publishing broker;
    private final ReminderNotes notes;
    private final Clock clock;
    private final IngressSettings.Reminding settings;

    public ReminderRounds(
            Reminders reminders,
            PlatformTransactionManager transactions,
            NewestCertificates newest,
            Publishing broker,
            CommandGateway commands,
            LogPositions positions,
            Clock clock,
            IngressSettings.Reminding settings) {
        super("ingress-reminders", settings.interval(), StartOrder.DESIRED);
        this.reminders = reminders;
        this.transaction = new TransactionTemplate(transactions);
        this.newest = newest;
        this.broker = broker;
        this.notes = new ReminderNotes(reminders, commands, positions);
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
        notes.start();
        super.start();
    }

    @Override
    public void stop() {
        super.stop();
        notes.stop();
    }

    /**
     * Each is noted before the next is told, so that what is on record is in the order in which it was told. One that cannot
     * be noted ends the noting of this round, and not the telling: a device is told of its next stage when the one before is
     * noted, and no other waits for that.
     */
    @Override
    protected void round() {
        Duration claim = settings.postponement();
        try {
            boolean noting = notes.noteAll(claim);
            for (int told = 0; told < settings.batchSize() && isRunning() && tellOne(); told++) {
                noting = noting && notes.noteAll(claim);
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
}
