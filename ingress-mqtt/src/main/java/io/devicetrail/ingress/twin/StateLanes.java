package io.devicetrail.ingress.twin;

import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.intake.Arrival;
import io.devicetrail.ingress.intake.IntakeWriter;
import io.devicetrail.ingress.intake.Lanes;
import io.devicetrail.ingress.topic.Topic;
import java.time.Clock;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;

/** What devices report; the messages of one device in the order in which they came. */
public final class StateLanes implements SmartLifecycle {
    private final Lanes<Topic.State> lanes;

    public StateLanes(
            DeviceContracts contracts,
            CommandGateway commands,
            JdbcTemplate jdbc,
            IntakeWriter writer,
            IngressSettings settings,
            Clock clock) {
        StateRecording recording = new StateRecording(contracts, commands, jdbc, settings, clock);
        this.lanes = new Lanes<>(
                "ingress-state",
                recording::record,
                new Arrival.Reported(),
                writer,
                settings.stateLanes(),
                settings.laneCapacity(),
                Lanes.SHORTEST_PAUSE,
                Lanes.LONGEST_PAUSE);
    }

    /** Never waits; false if the lane is full. */
    public boolean offer(Topic.State topic, Delivery delivery) {
        return lanes.offer(topic.device(), topic, delivery);
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
