package io.devicetrail.ingress.twin;

import io.devicetrail.domain.twin.Convergence;
import io.devicetrail.domain.twin.DeviceTwin;
import io.devicetrail.domain.twin.KnownTwins;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.Rounds;
import io.devicetrail.ingress.StartOrder;
import io.devicetrail.ingress.connection.Publishing;
import io.devicetrail.ingress.connection.RefusedByBroker;
import io.devicetrail.ingress.topic.Topic;
import java.util.Optional;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Tells devices all that is desired of them, as the log has it at that moment. Each in a transaction of its own that ends
 * when the broker has the message.
 */
public final class DesiredRounds extends Rounds {
    private static final Logger LOG = LoggerFactory.getLogger(DesiredRounds.class);

    private final DesiredAsks asks;
    private final TransactionTemplate transaction;
    private final KnownTwins twins;
    private final Publishing broker;
    private final IngressSettings.Desired settings;

    public DesiredRounds(
            DesiredAsks asks,
            PlatformTransactionManager transactions,
            KnownTwins twins,
            Publishing broker,
            IngressSettings.Desired settings) {
        super("ingress-desired", settings.interval(), StartOrder.DESIRED);
        this.asks = asks;
        this.transaction = new TransactionTemplate(transactions);
        this.twins = twins;
        this.broker = broker;
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
    protected void round() {
        try {
            for (int told = 0; told < settings.batchSize() && isRunning(); told++) {
                if (!tellOne()) {
                    return;
                }
            }
        } catch (BrokerAway e) {
            LOG.debug("What is desired waits for the broker: {}", e.toString());
        } catch (RuntimeException e) {
            LOG.warn("What is desired waits: {}", e.toString());
        }
    }

    /** False if nobody is to be told. */
    private boolean tellOne() {
        DesiredAsk[] taken = new DesiredAsk[1];
        try {
            return Boolean.TRUE.equals(transaction.execute(ignored -> {
                Optional<DesiredAsk> next = asks.take();
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
            LOG.warn("Device {} is told later what is desired", taken[0].device(), e);
            asks.postpone(taken[0].device(), settings.postponement());
            return true;
        }
    }

    private void tell(DesiredAsk ask) {
        DeviceTwin twin = twins.now(ask.device()).twin();
        if (!ask.always() && twin.convergence() == Convergence.IN_SYNC) {
            return;
        }
        try {
            broker.publish(
                    new Topic.Desired(ask.tenant(), ask.device()).print(),
                    DesiredMessage.full(twin),
                    new MqttProperties(),
                    DesiredDelivery.PATIENCE);
        } catch (RefusedByBroker e) {
            // It may take that of the next.
            throw new IllegalStateException(e.getMessage(), e);
        } catch (MqttException e) {
            throw new BrokerAway(e);
        }
    }
}
