package io.devicetrail.commandside.reference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.junit.jupiter.api.Test;

/** How often a record is read, by whom it is asked for. */
class OncePerCommandTest {
    private final AtomicInteger readings = new AtomicInteger();

    @Test
    void aCommandsRulesAreToldByOneReading() {
        assertThat(askedTwiceIn(new GenericCommandMessage<>("command"))).isEqualTo(1);
    }

    /** Somebody may have changed the record between two of them. */
    @Test
    void theNextCommandIsToldByAnother() {
        askedTwiceIn(new GenericCommandMessage<>("command"));
        assertThat(askedTwiceIn(new GenericCommandMessage<>("another"))).isEqualTo(2);
    }

    @Test
    void aBatchOfEventsIsToldEachTimeAnew() {
        assertThat(askedTwiceIn(new GenericEventMessage<>("event"))).isEqualTo(2);
    }

    @Test
    void whoeverAsksWithoutEitherIsToldEachTimeAnew() {
        read("pump");
        read("pump");
        assertThat(readings).hasValue(2);
    }

    @Test
    void recordsAreToldApart() {
        DefaultUnitOfWork<?> work = DefaultUnitOfWork.startAndGet(new GenericCommandMessage<>("command"));
        try {
            assertThat(read("pump")).isEqualTo("pump 1");
            assertThat(read("valve")).isEqualTo("valve 2");
            assertThat(read("pump")).isEqualTo("pump 1");
        } finally {
            work.commit();
        }
    }

    private int askedTwiceIn(Message<?> message) {
        DefaultUnitOfWork<?> work = DefaultUnitOfWork.startAndGet(message);
        read("pump");
        read("pump");
        work.commit();
        return readings.get();
    }

    private String read(String id) {
        return OncePerCommand.read(id, asked -> asked + " " + readings.incrementAndGet());
    }
}
