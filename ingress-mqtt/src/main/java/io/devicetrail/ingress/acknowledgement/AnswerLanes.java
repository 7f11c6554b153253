package io.devicetrail.ingress.acknowledgement;

import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.intake.Arrival;
import io.devicetrail.ingress.intake.IntakeWriter;
import io.devicetrail.ingress.intake.Lanes;
import io.devicetrail.ingress.topic.Topic;
import java.time.Duration;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.SmartLifecycle;

/** Answers to commands; those of one command in the order in which they came. */
public final class AnswerLanes implements SmartLifecycle {
    static final int TRIES = Lanes.TRIES;

    private final Lanes<Topic.Ack> lanes;

    public AnswerLanes(
            DeviceContracts contracts, CommandGateway commands, IntakeWriter writer, IngressSettings settings) {
        this(contracts, commands, writer, settings, Lanes.SHORTEST_PAUSE, Lanes.LONGEST_PAUSE);
    }

    /** @param shortestPause after the first try that failed; each is twice the one before, up to the longest */
    AnswerLanes(
            DeviceContracts contracts,
            CommandGateway commands,
            IntakeWriter writer,
            IngressSettings settings,
            Duration shortestPause,
            Duration longestPause) {
        AnswerRecording recording = new AnswerRecording(contracts, commands);
        this.lanes = new Lanes<>(
                "ingress-answers",
                (topic, delivery) -> recording.record(topic, delivery.payload()),
                new Arrival.Answered(),
                writer,
                settings.acknowledgementLanes(),
                settings.laneCapacity(),
                shortestPause,
                longestPause);
    }

    /** Never waits; false if the lane is full. */
    public boolean offer(Topic.Ack topic, Delivery delivery) {
        return lanes.offer(topic.command(), topic, delivery);
    }

    @Override
    public void start() {
        lanes.start();
    }

    @Override
    public void stop() {
        lanes.stop();
    }

    @Override
    public boolean isRunning() {
        return lanes.isRunning();
    }

    @Override
    public int getPhase() {
        return lanes.getPhase();
    }
}
