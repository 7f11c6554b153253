package io.devicetrail.app.processors;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.ingress.rollout.OfferDelivery;
import java.util.List;
import java.util.Objects;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.SimpleEventHandlerInvoker;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.tokenstore.inmemory.InMemoryTokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.messaging.interceptors.LoggingInterceptor;
import org.junit.jupiter.api.Test;

class ProcessorsTest {
    /** What it has read of sagas is locked for as long, and their deadlines wait. */
    @Test
    void aProcessHandlesFewEventsInOneTransaction() {
        assertThat(Processors.inSegments("rollout", 1, false).getBatchSize()).isLessThanOrEqualTo(10);
        assertThat(Processors.inSegments("read-devices", 1, true).getBatchSize())
                .isEqualTo(Processors.READ_MODEL_EVENTS);
    }

    /** The broker that stalls at one event must not have the devices of those before it told again. */
    @Test
    void offersOfRolloutsAreSentByOneEventInATransaction() {
        String group = Objects.requireNonNull(OfferDelivery.class.getAnnotation(ProcessingGroup.class))
                .value();
        assertThat(Processors.inSegments(group, 1, false).getBatchSize()).isOne();
    }

    /** Of every event, applied by it or by another segment, the metadata would be read for messages that it never sends. */
    @Test
    void aReadModelDoesNotAskWhatItsMessagesWouldHandOn() {
        LoggingInterceptor<EventMessage<?>> other = new LoggingInterceptor<>();
        ReadModelProcessor processor = new ReadModelProcessor(TrackingEventProcessor.builder()
                .name("read-devices")
                .eventHandlerInvoker(SimpleEventHandlerInvoker.builder()
                        .eventHandlers(new Object())
                        .build())
                .messageSource(EmbeddedEventStore.builder()
                        .storageEngine(new InMemoryEventStorageEngine())
                        .build())
                .tokenStore(new InMemoryTokenStore())
                .transactionManager(NoTransactionManager.instance()));
        processor.registerHandlerInterceptor(new CorrelationDataInterceptor<>(List.of()));
        processor.registerHandlerInterceptor(other);
        assertThat(processor.getHandlerInterceptors())
                .contains(other)
                .noneMatch(CorrelationDataInterceptor.class::isInstance);
    }
}
