package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.devicetrail.eventstore.LogDatabase;
import io.devicetrail.eventstore.append.EventRow;
import io.devicetrail.eventstore.append.LogUnavailableException;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

class LogWriterHealthTest {
    private static final Duration SOON = Duration.ofSeconds(1);

    private final LogDatabase database = new LogDatabase();
    private final LogWriter writer = new LogWriter(database.owner(), LogWriterSettings.DEFAULT);
    private final LogWriterHealth health = new LogWriterHealth(writer, SOON);
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();

    @AfterEach
    void close() {
        writer.close();
        database.close();
    }

    @Test
    void aDatabaseThatTakesNoWritesTakesTheHealthDownUntilItDoesAgain() {
        health.bindTo(meters);
        writer.append(List.of(row(0)));
        assertThat(health.health().getStatus()).isEqualTo(Status.UP);
        assertThat(gauge("well")).isEqualTo(1);
        assertThat(gauge("since.refused")).isNaN();

        database.readOnly(true);
        await().until(() -> {
            refused();
            return health.health().getStatus().equals(Status.DOWN);
        });
        await().untilAsserted(() -> {
            refused();
            Health down = health.health();
            assertThat(down.getStatus()).isEqualTo(Status.DOWN);
            assertThat(String.valueOf(down.getDetails().get("trouble"))).contains("read-only");
        });
        assertThat(gauge("well")).isZero();
        assertThat(gauge("since.refused")).isNotNegative();
        assertThat(meters.get("devicetrail.log.appends")
                        .tag("outcome", "refused")
                        .functionCounter()
                        .count())
                .isPositive();

        database.readOnly(false);
        await().until(() -> health.health().getStatus().equals(Status.UP));
        assertThat(writer.append(List.of(row(1)))).isEqualTo(1);
        assertThat(gauge("well")).isEqualTo(1);
        assertThat(gauge("waiting")).isZero();
    }

    private double gauge(String name) {
        return meters.get("devicetrail.log.append." + name).gauge().value();
    }

    private void refused() {
        try {
            writer.append(List.of(row(1)));
        } catch (LogUnavailableException expected) {
            assertThat(expected).hasMessageContaining("log");
        }
    }

    private static EventRow row(long sequence) {
        return new EventRow(
                "Thing",
                "a",
                sequence,
                "event " + sequence,
                "command " + sequence,
                0,
                "test.Happened",
                1,
                Instant.parse("2026-01-01T00:00:00Z"),
                new byte[0],
                new byte[0]);
    }
}
