package io.devicetrail.edge.modbus;

import io.devicetrail.edge.modbus.ModbusConnection.ModbusUnreachable;
import io.devicetrail.edge.source.Backoff;
import io.devicetrail.edge.source.MachineSource;
import io.devicetrail.edge.source.Quality;
import io.devicetrail.edge.source.ReadValue;
import io.devicetrail.edge.source.ReadingSink;
import io.devicetrail.edge.source.Recorder;
import io.devicetrail.edge.source.SourceReport;
import io.devicetrail.edge.source.SourceReport.State;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Polls one device at a fixed pace on a thread of its own. While the device is away, every attempt to reach it gives
 * BAD values, at the pace of the attempts: an absence is data too.
 */
public final class ModbusSource implements MachineSource {

    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final ModbusSettings settings;
    private final ReadingSink sink;
    private final SourceReport report;
    private final Recorder recorder;
    private final Backoff backoff;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;

    public ModbusSource(ModbusSettings settings, ReadingSink sink, Clock clock) {
        this.settings = settings;
        this.sink = sink;
        this.report = new SourceReport(settings.name(), "modbus", settings.device());
        this.recorder = new Recorder(settings.device(), sink, clock, report);
        this.backoff = new Backoff(
                settings.pollInterval(),
                settings.pollInterval().compareTo(LONGEST_RETRY) > 0 ? settings.pollInterval() : LONGEST_RETRY);
        this.thread = Thread.ofPlatform().name("modbus-" + settings.name()).unstarted(this::poll);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public SourceReport report() {
        return report;
    }

    private void poll() {
        ModbusConnection connection = null;
        long due = System.nanoTime();
        try {
            while (true) {
                if (sink.hasRoom()) {
                    connection = readOnce(connection);
                } else {
                    report.enter(State.PAUSED, "the buffer is full");
                }
                boolean away = connection == null && report.state() == State.DOWN;
                Duration pause = away ? backoff.next() : settings.pollInterval();
                // A late poll is not made up for: the pace counts from now when it was missed.
                due = Math.max(due + pause.toNanos(), System.nanoTime());
                if (stopping.await(due - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            if (connection != null) {
                connection.close();
            }
            report.enter(State.STOPPED, "");
        }
    }

    /** The connection to go on with; null when there is none. */
    private @Nullable ModbusConnection readOnce(@Nullable ModbusConnection existing) {
        ModbusConnection connection = existing;
        try {
            if (connection == null) {
                connection = new ModbusConnection(settings);
            }
        } catch (ModbusUnreachable e) {
            report.enter(State.DOWN, String.valueOf(e.getMessage()));
            recorder.store(settings.registers().stream()
                    .map(register -> register.bad("NoConnection"))
                    .toList());
            return null;
        }
        List<ReadValue> values = connection.read(settings.registers());
        recorder.store(values);
        if (connection.broken()) {
            report.enter(State.DOWN, "no answer within " + settings.timeout().toMillis() + " ms");
            connection.close();
            return null;
        }
        backoff.reset();
        report.enter(State.READING, refused(values));
        return connection;
    }

    private static String refused(List<ReadValue> values) {
        List<String> refused = values.stream()
                .filter(value -> value.quality() == Quality.BAD)
                .map(value -> value.name() + " " + value.status())
                .toList();
        return refused.isEmpty() ? "" : "refused: " + String.join(", ", refused);
    }

    @Override
    public String probe() throws Exception {
        try (ModbusConnection connection = new ModbusConnection(settings)) {
            String refused = refused(connection.read(settings.registers()));
            if (!refused.isEmpty()) {
                throw new IllegalStateException(refused);
            }
            return settings.registers().size() + " registers read";
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        try {
            thread.join(STOP_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
