package io.devicetrail.ingress.rollout;

import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.ingress.IngressFigures;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.StartOrder;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.intake.IntakeWriter;
import io.devicetrail.ingress.intake.Lanes;
import io.devicetrail.ingress.topic.Topic;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.SmartLifecycle;

/**
 * What devices report of rollouts. Those of one run go through one lane in the order in which they came, and whatever waits
 * there is taken to the log together: the more there is to do, the larger the batches, and nothing waits for company. While
 * the log is away, or another command comes first, a batch is tried again whole, and other runs go on beside it. One that
 * fails again and again by itself is taken apart: the reports that the log never takes go to quarantine, and cost none of
 * the others.
 */
public final class ReportLanes implements SmartLifecycle {
    private final List<ReportLane> lanes;
    private volatile boolean running;

    public ReportLanes(
            DeviceContracts contracts,
            CommandGateway commands,
            KnownRollouts known,
            IntakeWriter writer,
            IngressSettings settings,
            IngressFigures figures,
            Clock clock) {
        this(
                new ReportRecording(contracts, commands, known, figures, settings.contractWait(), clock),
                writer,
                settings,
                Lanes.SHORTEST_PAUSE,
                Lanes.LONGEST_PAUSE);
    }

    /** @param shortestPause after the first try that failed; each is twice the one before, up to the longest */
    ReportLanes(
            ReportRecording recording,
            IntakeWriter writer,
            IngressSettings settings,
            Duration shortestPause,
            Duration longestPause) {
        this.lanes = IntStream.range(0, settings.reportLanes())
                .mapToObj(number ->
                        new ReportLane(recording, writer, settings.laneCapacity(), shortestPause, longestPause))
                .toList();
    }

    /** Never waits; false if the lane of the run is full. */
    public boolean offer(Topic.Update topic, ReportMessage message, Delivery delivery) {
        return lanes.get(Math.floorMod(message.run().hashCode(), lanes.size()))
                .offer(new HeardReport(topic, message, delivery));
    }

    @Override
    public void start() {
        lanes.forEach(ReportLane::start);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        lanes.forEach(ReportLane::stop);
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** After the writer, before the connections. */
    @Override
    public int getPhase() {
        return StartOrder.ANSWERS;
    }
}
