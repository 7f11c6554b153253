package io.devicetrail.queryside;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** How long a process waits for a read model: many of them share two threads. */
@QuerySideInstance
@NullUnmarked // what is missing fails the test anyway
class ProcessesWaitTest {
    private static final Duration PATIENCE = Duration.ofMillis(250);
    private static final int DEADLINES = 20;

    @Autowired
    LogOfTests log;

    @Autowired
    Positions positions;

    private int behind;

    @BeforeEach
    void history() {
        if (log.head() < 0) {
            History.write(log);
            log.project(0);
        }
        TenantId tenant = TenantId.of("waits" + log.head());
        behind = Math.toIntExact(log.append(new TenantCreated(tenant, "Waits"), History.ADA, tenant.value()));
    }

    @AfterEach
    void project() {
        log.project(behind);
    }

    @Test
    void oneThatDoesNotComeSoonIsWaitedForOnceAndNotByEachOfThem() {
        Duration first = timedOut(ReadModelName.INCIDENTS);
        assertThat(first).isGreaterThanOrEqualTo(PATIENCE);
        Duration others = Duration.ZERO;
        for (int i = 0; i < DEADLINES; i++) {
            others = others.plus(timedOut(ReadModelName.INCIDENTS));
        }
        assertThat(others).isLessThan(PATIENCE.multipliedBy(DEADLINES / 2));
    }

    @Test
    void oneThatWasBehindAndIsNoMoreIsNoHindrance() throws TimeoutException {
        timedOut(ReadModelName.DEVICE_CERTIFICATES);
        log.project(behind);
        positions.awaitHead(ReadModelName.DEVICE_CERTIFICATES, ReadModelName.DEVICES);
    }

    @Test
    void oneThatComesWithinAMomentIsWaitedFor() {
        CompletableFuture<Void> waits = CompletableFuture.runAsync(() -> {
            try {
                positions.awaitHead(ReadModelName.JOBS);
            } catch (TimeoutException e) {
                throw new IllegalStateException(e);
            }
        });
        ReadModel jobs = log.readModels().stream()
                .filter(model -> model.name().equals(ReadModelName.JOBS))
                .findFirst()
                .orElseThrow();
        log.project(jobs, behind, behind + 1L);
        waits.join();
    }

    private Duration timedOut(String readModel) {
        long begin = System.nanoTime();
        assertThatThrownBy(() -> positions.awaitHead(readModel))
                .isInstanceOf(TimeoutException.class)
                .hasMessageContaining(readModel);
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
