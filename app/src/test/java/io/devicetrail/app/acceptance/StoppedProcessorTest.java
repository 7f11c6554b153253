package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.instance.Cast;
import java.time.Duration;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.junit.jupiter.api.Test;

/** A processor that stops by itself is an alarm, not silence. */
class StoppedProcessorTest {
    private static final String PROCESSOR = "read-commands";
    /** The watch looks every ten seconds. */
    private static final Duration SOON = Duration.ofSeconds(25);

    private final Api api = Api.shared();

    @Test
    void healthAndMeterSayThatItHasStopped() {
        EventProcessor processor = api.instance()
                .context()
                .getBean(EventProcessingConfiguration.class)
                .eventProcessor(PROCESSOR)
                .orElseThrow();
        assertThat(health()).isEqualTo("UP");
        processor.shutDown();
        try {
            assertThat(health()).isEqualTo("DOWN");
            await().atMost(SOON).until(() -> well() == 0);
        } finally {
            processor.start();
        }
        await().atMost(SOON).until(() -> health().equals("UP"));
    }

    private String health() {
        return Api.JSON
                .readTree(api.get("/actuator/health/processors").body())
                .path("status")
                .asString();
    }

    private double well() {
        return Api.JSON
                .readTree(
                        api.get(Cast.AUDITOR, "/actuator/metrics/devicetrail.processor.well?tag=processor:" + PROCESSOR)
                                .body())
                .path("measurements")
                .path(0)
                .path("value")
                .asDouble(-1);
    }
}
