package io.devicetrail.eventstore.axonserver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.LogUnavailableException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStoreException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(value = ExecutionMode.CONCURRENT, reason = "waits for connections to end most of the time")
class AxonServerAwayTest {
    private static final DeviceId DEVICE = DeviceId.of(TenantId.of("acme"), "Sick", "4711");
    /** "Within about a second", on a machine that is busy. */
    private static final Duration ABOUT_A_SECOND = Duration.ofMillis(2_500);

    private final LogDatabase database = new LogDatabase();
    private final AxonServerStandIn server = AxonServerStandIn.start();
    private final AxonServerNode node = new AxonServerNode(database, AxonServerNode.address(server.address(), null));

    @AfterEach
    void close() {
        // First the server: a client waits for answers that will not come.
        server.close();
        node.close();
        database.close();
    }

    @Test
    void whileItIsAwayNothingIsStoredAndAfterwardsEverythingGoesOnByItself() {
        await().until(() -> node.copy.status().sound());
        node.store.publish(tagged(0));
        server.goAway();

        refusedSoon(() -> node.store.publish(tagged(1)));
        refusedSoon(() -> node.copy.lastOf("command"));
        refusedSoon(() -> node.copy.head());
        assertThatThrownBy(() ->
                        node.store.readEvents(DEVICE.toString(), 0).asStream().toList())
                .isInstanceOf(EventStoreException.class);
        await().until(() -> node.copy.status().trouble() != null);

        server.comeBack();
        await().ignoreExceptions().until(() -> node.copy.head() == 0);
        await().until(() -> node.copy.status().sound());
        node.store.publish(tagged(1));
        assertThat(node.copy.lastOf("command")).isEmpty();
        assertThat(node.reads.head()).as("the copy has come along").isEqualTo(1);
        await().until(() -> node.copy.status().trouble() == null);
    }

    @Test
    void aSilentServerCostsAQuestionAboutASecond() {
        await().until(() -> node.copy.status().sound());
        server.fallSilent(true);

        refusedSoon(() -> node.copy.lastOf("command"));
        assertThatThrownBy(() -> node.store.createHeadToken()).isInstanceOf(EventStoreException.class);

        server.fallSilent(false);
        // The connection may have been given up meanwhile; then the two logs are compared again before anything else.
        await().ignoreException(LogUnavailableException.class)
                .until(() -> node.copy.lastOf("command").isEmpty());
    }

    @Test
    void aCommitWithoutAnAnswerIsSaidToBeUnknown() {
        await().until(() -> node.copy.status().sound());
        node.store.publish(tagged(0));
        server.fallSilent(true);

        assertThatThrownBy(() -> node.store.publish(tagged(1)))
                .isInstanceOfSatisfying(
                        LogUnavailableException.class,
                        e -> assertThat(e.outcomeKnown()).isFalse());
    }

    @Test
    void aReaderIsToldThatItsStreamHasEnded() throws Exception {
        await().until(() -> node.copy.status().sound());
        node.store.publish(tagged(0));
        try (var stream = node.store.openStream(null)) {
            stream.nextAvailable();
            server.goAway();
            assertThatThrownBy(() -> stream.hasNextAvailable(10, TimeUnit.SECONDS))
                    .isInstanceOf(EventStoreException.class);
        }
    }

    @Test
    void aNodeStartsWhileItIsAway() {
        server.goAway();
        try (LogDatabase own = new LogDatabase();
                AxonServerNode late = new AxonServerNode(own, AxonServerNode.address(server.address(), null))) {
            refusedSoon(() -> late.store.publish(tagged(0)));

            server.comeBack();
            await().until(() -> late.copy.status().sound());
            late.store.publish(tagged(0));
            await().until(() -> late.reads.head() == 0);
        }
    }

    @Test
    void anInterruptedReaderGetsNoHalfAggregate() {
        await().until(() -> node.copy.status().sound());
        node.store.publish(tagged(0));
        node.store.publish(tagged(1));
        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> node.store
                            .readEvents(DEVICE.toString(), 0)
                            .asStream()
                            .toList())
                    .isInstanceOf(EventStoreException.class);
        } finally {
            Thread.interrupted();
        }
    }

    private static void refusedSoon(ThrowingCallable what) {
        long begun = System.nanoTime();
        assertThatThrownBy(what).isInstanceOf(LogUnavailableException.class);
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(ABOUT_A_SECOND);
    }

    private static GenericDomainEventMessage<?> tagged(long sequence) {
        return new GenericDomainEventMessage<>(
                "Device", DEVICE.toString(), sequence, new DeviceTagged(DEVICE, "n", null, "v"));
    }
}
