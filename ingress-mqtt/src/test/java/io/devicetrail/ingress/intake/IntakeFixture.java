package io.devicetrail.ingress.intake;

import io.devicetrail.ingress.IngressFigures;
import io.devicetrail.ingress.IngressSettings;
import io.devicetrail.ingress.Routing;
import io.devicetrail.ingress.TestDatabase;
import io.devicetrail.ingress.acknowledgement.AnswerLanes;
import io.devicetrail.ingress.connection.Delivery;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.contract.ProjectedContracts;
import io.devicetrail.ingress.rollout.ReportLanes;
import io.devicetrail.ingress.rollout.RunsInLog;
import io.devicetrail.ingress.twin.StateLanes;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** The ingress without a broker: what the connection's thread does is done by the test. */
public final class IntakeFixture implements AutoCloseable {
    public final TestDatabase.Switchable database = TestDatabase.asApplication();
    public final JdbcTemplate jdbc = new JdbcTemplate(database);
    public final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    public final DefaultCommandGateway commands =
            DefaultCommandGateway.builder().commandBus(bus).build();
    public final IngressFigures figures = new IngressFigures();
    public final IngressSettings settings;
    public final DeviceContracts contracts;
    public final ProjectedContracts projection;
    public final IntakeWriter writer;
    public final AnswerLanes answers;
    public final StateLanes states;
    public final RunsInLog rollouts = new RunsInLog(bus);
    public final ReportLanes reports;
    public final Routing routing;
    public final AtomicInteger acknowledged = new AtomicInteger();
    public final AtomicInteger givenBack = new AtomicInteger();
    private final Clock clock;

    /** @param namesAndValues of settings */
    public IntakeFixture(Clock clock, String... namesAndValues) {
        this.clock = clock;
        settings = settings(namesAndValues);
        TestDatabase.empty();
        contracts = new DeviceContracts(jdbc, clock, settings.contractAge(), 1_000);
        projection = new ProjectedContracts(jdbc, contracts);
        writer = new IntakeWriter(jdbc, new JdbcTransactionManager(database), contracts, clock, settings, figures);
        answers = new AnswerLanes(contracts, commands, writer, settings);
        states = new StateLanes(contracts, commands, jdbc, writer, settings, clock);
        reports = new ReportLanes(contracts, commands, rollouts, writer, settings, figures, clock);
        routing = new Routing(writer, answers, states, reports, settings, figures);
        writer.start();
        answers.start();
        states.start();
        reports.start();
    }

    public static IngressSettings settings(String... namesAndValues) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.put("devicetrail.ingress." + namesAndValues[i], namesAndValues[i + 1]);
        }
        return new Binder(new MapConfigurationPropertySource(properties))
                .bindOrCreate("devicetrail.ingress", IngressSettings.class);
    }

    public void arrives(String topic, String payload) {
        arrives(topic, payload.getBytes(StandardCharsets.UTF_8));
    }

    public void arrives(String topic, byte[] payload) {
        boolean taken = routing.offer(new Delivery(
                topic,
                payload,
                payload.length,
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                acknowledged::incrementAndGet,
                givenBack::incrementAndGet));
        if (!taken) {
            throw new IllegalStateException("no room");
        }
    }

    @Override
    public void close() {
        reports.stop();
        states.stop();
        answers.stop();
        writer.stop();
        database.close();
    }
}
