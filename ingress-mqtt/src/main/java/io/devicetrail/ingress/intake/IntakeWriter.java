package io.devicetrail.ingress.intake;

import io.devicetrail.ingress.IngressFigures;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.StartOrder;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.telemetry.TelemetryPartitions;
import io.devicetrail.ingress.topic.Topic;
import java.time.Clock;
import java.util.List;
import java.util.stream.IntStream;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The writers of what devices say. All of one device goes through one of them, in the order in which it came. Several, because
 * while one waits for the database another prepares its rows or acknowledges what it has stored.
 */
public final class IntakeWriter implements SmartLifecycle {
    private final List<WriterThread> writers;
    private volatile boolean running;

    public IntakeWriter(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            DeviceContracts contracts,
            Clock clock,
            IngressSettings settings,
            IngressFigures figures) {
        TelemetryPartitions partitions = new TelemetryPartitions(jdbc, clock);
        this.writers = IntStream.range(0, settings.writers())
                .mapToObj(number -> new WriterThread(
                        "ingress-writer-" + number,
                        jdbc,
                        transactions,
                        contracts,
                        partitions,
                        clock,
                        settings,
                        figures))
                .toList();
    }

    /** Never waits; false if the queue of its device is full. */
    public boolean offer(Arrival arrival) {
        Topic topic = arrival.topic();
        int writer = topic == null ? 0 : Math.floorMod(topic.device().hashCode(), writers.size());
        return writers.get(writer).offer(arrival);
    }

    @Override
    public void start() {
        writers.forEach(WriterThread::start);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        writers.forEach(WriterThread::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before the connections, and stopped after them. */
    @Override
    public int getPhase() {
        return StartOrder.WRITER;
    }
}
