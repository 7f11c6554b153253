package io.devicetrail.app.broker;

import com.hivemq.extension.sdk.api.services.session.ClientService;
import com.hivemq.extension.sdk.api.services.subscription.SubscriptionStore;
import com.hivemq.extension.sdk.api.services.subscription.TopicSubscription;
import io.devicetrail.domain.enrolment.DeviceTopics;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a device may hear is asked when it subscribes, and not when it comes back to a session that it has. One that was begun
 * where nobody asks (the port without TLS, or before devices were asked at all) may hear anything.
 */
final class FormerSessions {
    private static final Logger LOG = LoggerFactory.getLogger(FormerSessions.class);
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ClientService clients;
    private final SubscriptionStore subscriptions;

    FormerSessions(ClientService clients, SubscriptionStore subscriptions) {
        this.clients = clients;
        this.subscriptions = subscriptions;
    }

    /**
     * Ends the session, with all that waits in it, if it hears anything else.
     *
     * @throws IllegalStateException if that cannot be told or done now
     */
    void requireOnly(String client, DeviceTopics topics) {
        try {
            Set<TopicSubscription> all =
                    subscriptions.getSubscriptions(client).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            if (all.stream().anyMatch(each -> !topics.maySubscribe(each.getTopicFilter()))) {
                LOG.warn("{} had a session that hears what it may not: it was ended", client);
                clients.invalidateSession(client).get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
            }
        } catch (ExecutionException | TimeoutException unknown) {
            throw new IllegalStateException("the session of " + client + " cannot be looked at", unknown);
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the broker stops", stop);
        }
    }
}
