package io.devicetrail.edge.opcua;

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
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.stack.core.UaException;

/** Keeps one subscription alive: connects, subscribes, watches, and begins again with growing delays. */
public final class OpcUaSource implements MachineSource {

    private static final Duration FIRST_RETRY = Duration.ofMillis(500);
    private static final Duration LONGEST_RETRY = Duration.ofSeconds(30);
    private static final Duration WATCH_INTERVAL = Duration.ofMillis(250);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final OpcUaSettings settings;
    private final ReadingSink sink;
    private final SourceReport report;
    private final Recorder recorder;
    private final Backoff backoff = new Backoff(FIRST_RETRY, LONGEST_RETRY);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread;
    /** One set of BAD values per outage; guarded by the source's own thread. */
    private boolean outageRecorded;

    public OpcUaSource(OpcUaSettings settings, ReadingSink sink, Clock clock) {
        this.settings = settings;
        this.sink = sink;
        this.report = new SourceReport(settings.name(), "opcua", settings.device());
        this.recorder = new Recorder(settings.device(), sink, clock, report);
        this.thread = Thread.ofPlatform().name("opcua-" + settings.name()).unstarted(this::keepSubscribed);
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public SourceReport report() {
        return report;
    }

    private void keepSubscribed() {
        try {
            while (stopping.getCount() > 0) {
                Duration pause = WATCH_INTERVAL;
                if (!sink.hasRoom()) {
                    report.enter(State.PAUSED, "the buffer is full");
                } else {
                    String why = subscribeUntilLost();
                    if (!why.isEmpty()) {
                        report.enter(State.DOWN, why);
                        recordOutage();
                        pause = backoff.next();
                    }
                }
                if (stopping.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            report.enter(State.STOPPED, "");
        }
    }

    /** Why the connection was lost or could not be made; empty when it was ended on purpose. */
    private String subscribeUntilLost() throws InterruptedException {
        try (OpcUaConnection connection = new OpcUaConnection(settings)) {
            // Nothing counts as read once there is no room: the buffer's limit holds, give or take one notification.
            List<ReadValue> refused = connection.subscribe(values -> {
                if (sink.hasRoom()) {
                    recorder.store(values);
                }
            });
            if (!refused.isEmpty()) {
                recorder.store(refused);
            }
            backoff.reset();
            outageRecorded = false;
            return watch(connection, refused);
        } catch (UaException | RuntimeException e) {
            return reason(e);
        }
    }

    private String watch(OpcUaConnection connection, List<ReadValue> refused) throws InterruptedException {
        String detail = refused.isEmpty() ? "" : "refused: " + describe(refused);
        while (stopping.getCount() > 0 && sink.hasRoom()) {
            report.enter(
                    connection.resuming() ? State.DOWN : State.READING,
                    connection.resuming() ? "connection interrupted, resuming the session" : detail);
            Optional<String> why = connection.lostWithin(WATCH_INTERVAL);
            if (why.isPresent()) {
                return why.get();
            }
        }
        return "";
    }

    private void recordOutage() {
        if (!outageRecorded) {
            outageRecorded = true;
            recorder.store(settings.values().stream()
                    .map(value -> ReadValue.missing(value.name(), null, value.unit(), "Bad_NoCommunication"))
                    .toList());
        }
    }

    /** Milo wraps the cause several times; the innermost one says what happened. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }

    private static String describe(List<ReadValue> values) {
        return String.join(
                ", ",
                values.stream()
                        .map(value -> value.name() + " " + value.status())
                        .toList());
    }

    @Override
    public String probe() throws Exception {
        try (OpcUaConnection connection = new OpcUaConnection(settings)) {
            // A sensor may be bad just now; only a node that cannot be read at all is a mistake in the settings.
            List<ReadValue> missing = connection.readOnce().stream()
                    .filter(value -> value.value() == null && value.quality() == Quality.BAD)
                    .toList();
            if (!missing.isEmpty()) {
                throw new IllegalStateException("without a value: " + describe(missing));
            }
            return settings.values().size() + " nodes read";
        } catch (UaException e) {
            throw new IllegalStateException(settings.endpoint() + ": " + reason(e), e);
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
