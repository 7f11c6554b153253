package io.devicetrail.app.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.app.instance.Cast;
import io.devicetrail.app.processors.Segments;
import java.time.Duration;
import java.time.Instant;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A processor that stops by itself, or that nobody works on, is an alarm, not silence. */
class StoppedProcessorTest {
    private static final String PROCESSOR = "read-commands";
    /** The watch looks every ten seconds. */
    private static final Duration SOON = Duration.ofSeconds(25);

    /** And half a minute goes by before a segment that nobody works on counts. */
    private static final Duration LATER = Duration.ofSeconds(60);

    private final Api api = Api.shared();

    @Test
    void healthAndMeterSayThatItHasStopped() {
        EventProcessor processor = processor();
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

    /** As after a crash and a clock that was set back. Whoever has the rows locked keeps them from being freed. */
    @Test
    void whatADeadNodeHoldsIsAnAlarmUntilItIsFreedAndThenGoesOn() {
        EventProcessor processor = processor();
        processor.shutDown();
        assertThat(health()).isEqualTo("DOWN");
        try {
            api.database()
                    .sql("update process.token set owner = '1@dead', timestamp = ? where processor_name = ?")
                    .params(Instant.now().plus(Duration.ofHours(1)).toString(), PROCESSOR)
                    .update();
            new TransactionTemplate(bean(PlatformTransactionManager.class)).executeWithoutResult(held -> {
                bean(JdbcClient.class)
                        .sql("select owner from process.token where processor_name = ? for update")
                        .param(PROCESSOR)
                        .query(String.class)
                        .list();
                processor.start();
                assertThat(health()).isEqualTo("UP");
                await().atMost(LATER).until(() -> health().equals("DOWN"));
                await().atMost(SOON).until(() -> well() == 0);
                assertThat(body()).contains("\"unattended\":true", "restart this node");
            });
        } finally {
            processor.start();
        }
        await().atMost(SOON)
                .untilAsserted(() -> assertThat(api.database()
                                .sql("select distinct owner from process.token where processor_name = ?")
                                .param(PROCESSOR)
                                .query(String.class)
                                .list())
                        .containsExactly(Segments.NODE));
        await().atMost(SOON).until(() -> health().equals("UP"));
    }

    private EventProcessor processor() {
        return bean(EventProcessingConfiguration.class)
                .eventProcessor(PROCESSOR)
                .orElseThrow();
    }

    private <T> T bean(Class<T> type) {
        return api.instance().context().getBean(type);
    }

    private String health() {
        return Api.JSON.readTree(body()).path("status").asString();
    }

    private String body() {
        return api.get("/actuator/health/processors").body();
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
