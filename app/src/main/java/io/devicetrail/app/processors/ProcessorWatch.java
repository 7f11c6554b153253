package io.devicetrail.app.processors;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Notices what a processor would keep to itself: that it has stopped, that it fails over and over, that nobody works on
 * a segment of it, that it has set events aside. Told by health ({@code processors}), by meters, and by an error in the log when one stands still.
 */
@Component("processors")
class ProcessorWatch extends AbstractHealthIndicator implements MeterBinder, SmartLifecycle {
    /**
     * Between two looks; longer than {@link Segments#CLAIM_TIMEOUT}, as {@link Claims} needs it. A processor that is not
     * well at two of them is said to stand still; a replay stops one briefly.
     */
    static final Duration INTERVAL = Duration.ofSeconds(10);

    private static final Logger LOG = LoggerFactory.getLogger(ProcessorWatch.class);

    /** Looks at which one is seen in the same place, or a segment with nobody, before it counts: half a minute. */
    private static final int LOOKS = 4;

    private final ProcessorState.All states;
    private final EventProcessingConfiguration processing;
    private Set<String> unwell = Set.of();
    private Set<String> said = Set.of();
    private final Standing standing = new Standing(LOOKS);
    private final Claims claims;
    private volatile Set<String> hanging = Set.of();
    private volatile Set<String> unattended = Set.of();
    private volatile List<ProcessorState> last = List.of();
    private volatile @Nullable ScheduledExecutorService thread;

    ProcessorWatch(ProcessorState.All states, EventProcessingConfiguration processing, JdbcClient jdbc) {
        this.states = states;
        this.processing = processing;
        this.claims = new Claims(jdbc, LOOKS);
    }

    /** Down as well where the database cannot be asked. */
    @Override
    protected void doHealthCheck(Health.Builder health) {
        List<ProcessorState> now = states.now();
        health.status(now.stream().allMatch(this::well) ? Status.UP : Status.DOWN);
        for (ProcessorState state : now) {
            Map<String, Object> details = new LinkedHashMap<>();
            details.put("running", state.running());
            details.put("failing", state.failing());
            if (hanging.contains(state.name())) {
                details.put("hanging", true);
            }
            if (unattended.contains(state.name())) {
                details.put("unattended", true);
            }
            if (!well(state)) {
                details.put("why", why(state));
            }
            if (state.behind() != null) {
                details.put("behind", state.behind());
            }
            details.put("deadLetters", state.deadLetters());
            health.withDetail(state.name(), details);
        }
    }

    /** The gauges show the last look of the watch: reading them costs nothing. */
    @Override
    public void bindTo(MeterRegistry registry) {
        for (String name : processing.eventProcessors().keySet()) {
            gauge(registry, "devicetrail.processor.well", name, state -> well(state) ? 1 : 0);
            gauge(
                    registry,
                    "devicetrail.processor.behind",
                    name,
                    state -> state.behind() == null ? Double.NaN : state.behind());
            gauge(registry, "devicetrail.processor.dead.letters", name, ProcessorState::deadLetters);
        }
    }

    private void gauge(MeterRegistry registry, String meter, String name, ToDoubleFunction<ProcessorState> figure) {
        Gauge.builder(
                        meter,
                        () -> last.stream()
                                .filter(state -> state.name().equals(name))
                                .mapToDouble(figure)
                                .findFirst()
                                .orElse(Double.NaN))
                .tag("processor", name)
                .register(registry);
    }

    private void look() {
        try {
            List<ProcessorState> now = states.now();
            last = now;
            hanging = standing.look(now);
            unattended = claims.look(processing.eventProcessors().values().stream()
                    .filter(StreamingEventProcessor.class::isInstance)
                    .map(StreamingEventProcessor.class::cast)
                    .toList());
            Set<String> ill = new TreeSet<>();
            for (ProcessorState state : now) {
                if (!well(state)) {
                    ill.add(state.name());
                    if (unwell.contains(state.name()) && !said.contains(state.name())) {
                        LOG.error(
                                "{} stands still, {} events behind the log: {}",
                                state.name(),
                                state.behind(),
                                why(state));
                    }
                }
            }
            said = new TreeSet<>(ill);
            said.retainAll(unwell);
            unwell = ill;
        } catch (RuntimeException | Error e) {
            // An old figure would say that all is well; and whatever it was, the next look must come.
            last = List.of();
            LOG.warn("The processors could not be looked at: {}", e.toString());
        }
    }

    private boolean well(ProcessorState state) {
        return state.well() && !hanging.contains(state.name()) && !unattended.contains(state.name());
    }

    private String why(ProcessorState state) {
        if (!state.running()) {
            return "it has stopped, and only a restart of the application starts it again";
        }
        if (unattended.contains(state.name())) {
            return "nobody works on a segment of it: in process.token a row of it is missing, or has an owner that does"
                    + " not renew it, or none; restart this node, and where a row of a read model is missing run a replay";
        }
        return state.failing()
                ? "its batches fail; the warnings before this line say why"
                : "it hangs in an event, or waits for a database that does not answer";
    }

    @Override
    public void start() {
        ScheduledExecutorService started = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("processor-watch").daemon().factory());
        thread = started;
        started.scheduleWithFixedDelay(this::look, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void stop() {
        ScheduledExecutorService stopped = thread;
        thread = null;
        if (stopped != null) {
            stopped.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
