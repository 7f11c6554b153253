package io.devicetrail.ingress;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.incident.NewestCertificates;
import io.devicetrail.domain.quarantine.KnownReleases;
import io.devicetrail.domain.quarantine.QuarantinedMessages;
import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutFitness;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.shared.ReadModel;
import io.devicetrail.domain.twin.KnownTwins;
import io.devicetrail.ingress.certificate.ReminderRounds;
import io.devicetrail.ingress.connection.Broker;
import io.devicetrail.ingress.connection.BrokerHealth;
import io.devicetrail.ingress.intake.NotedCommands;
import io.devicetrail.ingress.release.WhenReleasedThenReadAgain;
import io.devicetrail.ingress.rollout.OfferDelivery;
import io.devicetrail.ingress.rollout.OfferRounds;
import io.devicetrail.ingress.rollout.ReportLanes;
import io.devicetrail.ingress.twin.DesiredRounds;
import io.devicetrail.ingress.twin.LaidOutTwins;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.env.MapPropertySource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

class IngressWiringTest {
    @Test
    void itStartsWhileTheBrokerIsAwayAndSaysSo() {
        try (AnnotationConfigApplicationContext context =
                context(Map.of("devicetrail.mqtt.url", "tcp://127.0.0.1:1", "devicetrail.ingress.clients", "2"))) {
            assertThat(context.getBean(Broker.class).isRunning()).isTrue();
            assertThat(context.getBean(Broker.class).connections()).isEqualTo(new Broker.Connections(0, 3));
            assertThat(context.getBean(BrokerHealth.class).health().getStatus().getCode())
                    .isEqualTo("DOWN");
            assertThat(context.getBean(ReadModel.class).name()).isEqualTo("ingress-contracts");
            assertThat(context.getBean(IngressMeters.class)).isNotNull();
            assertThat(context.getBean(WhenReleasedThenReadAgain.class)).isNotNull();
            assertThat(context.getBean(DesiredRounds.class).isRunning()).isTrue();
            assertThat(context.getBean(ReminderRounds.class).isRunning()).isTrue();
            assertThat(context.getBean(OfferDelivery.class)).isNotNull();
            assertThat(context.getBean(OfferRounds.class).isRunning()).isTrue();
            assertThat(context.getBean(ReportLanes.class).isRunning()).isTrue();
        }
    }

    @Test
    void itCanBeLeftOut() {
        try (AnnotationConfigApplicationContext context = context(Map.of("devicetrail.ingress.enabled", "false"))) {
            assertThat(context.getBeansOfType(Broker.class)).isEmpty();
            assertThat(context.getBeansOfType(WhenReleasedThenReadAgain.class)).isEmpty();
            assertThat(context.getBean(QuarantinedMessages.class))
                    .as("any node may be asked")
                    .isNotNull();
        }
    }

    private static AnnotationConfigApplicationContext context(Map<String, Object> properties) {
        TestDatabase.Switchable database = TestDatabase.asApplication();
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.getEnvironment().getPropertySources().addFirst(new MapPropertySource("test", properties));
        context.registerBean(TestDatabase.Switchable.class, () -> database);
        context.registerBean(JdbcTemplate.class, () -> new JdbcTemplate(database));
        context.registerBean(PlatformTransactionManager.class, () -> new JdbcTransactionManager(database));
        context.registerBean(Clock.class, () -> Clock.systemUTC());
        context.registerBean(
                CommandGateway.class,
                () -> DefaultCommandGateway.builder()
                        .commandBus(SimpleCommandBus.builder().build())
                        .build());
        context.registerBean(KnownReleases.class, () -> (message, release) -> false);
        context.registerBean(KnownCommands.class, () -> command -> Optional.empty());
        context.registerBean(LogPositions.class, () -> new NotedCommands());
        context.registerBean(NewestCertificates.class, () -> (device, fingerprint) -> false);
        context.registerBean(KnownRollouts.class, () -> run -> Optional.empty());
        context.registerBean(RolloutFitness.class, () -> (run, devices) -> Map.of());
        context.registerBean(KnownTwins.class, () -> new LaidOutTwins());
        context.register(IngressWiring.class, QuarantineWiring.class);
        context.scan("io.devicetrail.ingress.contract");
        context.refresh();
        return context;
    }
}
