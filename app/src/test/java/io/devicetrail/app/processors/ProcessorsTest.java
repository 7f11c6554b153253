package io.devicetrail.app.processors;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorsTest {
    /** What it has read of sagas is locked for as long, and their deadlines wait. */
    @Test
    void aProcessHandlesFewEventsInOneTransaction() {
        assertThat(Processors.inSegments(1, false).getBatchSize()).isLessThanOrEqualTo(10);
        assertThat(Processors.inSegments(1, true).getBatchSize()).isEqualTo(Processors.READ_MODEL_EVENTS);
    }
}
