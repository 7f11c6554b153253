package io.devicetrail.app.processors;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.ingress.rollout.OfferDelivery;
import java.util.Objects;
import org.axonframework.config.ProcessingGroup;
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
}
