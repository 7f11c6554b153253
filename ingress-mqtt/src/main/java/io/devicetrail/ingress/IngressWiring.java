package io.devicetrail.ingress;

import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.incident.NewestCertificates;
import io.devicetrail.domain.quarantine.KnownReleases;
import io.devicetrail.domain.rolloutrun.Hearing;
import io.devicetrail.domain.rolloutrun.KnownRollouts;
import io.devicetrail.domain.rolloutrun.RolloutFitness;
import io.devicetrail.domain.shared.LogPositions;
import io.devicetrail.domain.twin.KnownTwins;
import io.devicetrail.ingress.acknowledgement.AnswerLanes;
import io.devicetrail.ingress.certificate.ReminderRounds;
import io.devicetrail.ingress.certificate.Reminders;
import io.devicetrail.ingress.certificate.WhenCertificateOverdueThenRemind;
import io.devicetrail.ingress.connection.Broker;
import io.devicetrail.ingress.connection.BrokerHealth;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.delivery.CommandDelivery;
import io.devicetrail.ingress.intake.IntakeWriter;
import io.devicetrail.ingress.presence.ConnectivityJudge;
import io.devicetrail.ingress.presence.JudgeRounds;
import io.devicetrail.ingress.release.SecondReading;
import io.devicetrail.ingress.release.WhenReleasedThenReadAgain;
import io.devicetrail.ingress.rollout.OfferDelivery;
import io.devicetrail.ingress.rollout.OfferRounds;
import io.devicetrail.ingress.rollout.OfferSending;
import io.devicetrail.ingress.rollout.OpenOffers;
import io.devicetrail.ingress.rollout.ReportHearing;
import io.devicetrail.ingress.rollout.ReportLanes;
import io.devicetrail.ingress.twin.DesiredAsks;
import io.devicetrail.ingress.twin.DesiredDelivery;
import io.devicetrail.ingress.twin.DesiredRounds;
import io.devicetrail.ingress.twin.StateLanes;
import java.time.Clock;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** The ingress but for {@link QuarantineWiring}; {@code devicetrail.ingress.enabled=false} leaves it out. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(prefix = "devicetrail.ingress", name = "enabled", havingValue = "true", matchIfMissing = true)
@EnableConfigurationProperties(BrokerSettings.class)
public class IngressWiring {
    /** Commands of one look of the judge that are under way at once. */
    private static final int JUDGEMENTS_AT_ONCE = 8;

    @Bean
    IngressFigures ingressFigures() {
        return new IngressFigures();
    }

    @Bean
    IntakeWriter intakeWriter(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            DeviceContracts contracts,
            Clock clock,
            IngressSettings settings,
            IngressFigures figures) {
        return new IntakeWriter(jdbc, transactions, contracts, clock, settings, figures);
    }

    @Bean
    AnswerLanes answerLanes(
            DeviceContracts contracts, CommandGateway commands, IntakeWriter writer, IngressSettings settings) {
        return new AnswerLanes(contracts, commands, writer, settings);
    }

    @Bean
    StateLanes stateLanes(
            DeviceContracts contracts,
            CommandGateway commands,
            JdbcTemplate jdbc,
            IntakeWriter writer,
            IngressSettings settings,
            Clock clock) {
        return new StateLanes(contracts, commands, jdbc, writer, settings, clock);
    }

    @Bean
    ReportLanes reportLanes(
            DeviceContracts contracts,
            CommandGateway commands,
            KnownRollouts known,
            IntakeWriter writer,
            IngressSettings settings,
            IngressFigures figures,
            Clock clock) {
        return new ReportLanes(contracts, commands, known, writer, settings, figures, clock);
    }

    @Bean
    Broker broker(
            BrokerSettings broker,
            IngressSettings settings,
            IntakeWriter writer,
            AnswerLanes answers,
            StateLanes states,
            ReportLanes reports,
            IngressFigures figures,
            Clock clock) {
        return new Broker(broker, settings, new Routing(writer, answers, states, reports, settings, figures), clock);
    }

    @Bean
    Hearing reportHearing(Broker broker, JdbcTemplate jdbc, Clock clock) {
        return new ReportHearing(broker::answersWait, () -> jdbc.execute("select 1"), clock);
    }

    @Bean
    JudgeRounds judgeRounds(
            JdbcTemplate jdbc, CommandGateway commands, Broker broker, Clock clock, IngressSettings settings) {
        return new JudgeRounds(
                new ConnectivityJudge(jdbc, commands, broker, clock, settings.judge(), judgementSenders()),
                settings.judge());
    }

    /** No bean: it would take the place of the application's own executor. Idle threads go. */
    private static Executor judgementSenders() {
        ThreadPoolExecutor senders = new ThreadPoolExecutor(
                JUDGEMENTS_AT_ONCE,
                JUDGEMENTS_AT_ONCE,
                1,
                TimeUnit.MINUTES,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().name("ingress-judgement-", 0).daemon().factory());
        senders.allowCoreThreadTimeOut(true);
        return senders;
    }

    @Bean
    WhenReleasedThenReadAgain whenReleasedThenReadAgain(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            SecondReading reading,
            KnownReleases known,
            CommandGateway commands,
            Clock clock,
            IngressFigures figures) {
        return new WhenReleasedThenReadAgain(jdbc, transactions, reading, known, commands, clock, figures);
    }

    @Bean
    CommandDelivery commandDelivery(Broker broker, CommandGateway commands, KnownCommands known, Clock clock) {
        return new CommandDelivery(broker, commands, known, clock);
    }

    @Bean
    DesiredDelivery desiredDelivery(Broker broker, JdbcTemplate jdbc) {
        return new DesiredDelivery(broker, new DesiredAsks(jdbc));
    }

    @Bean
    DesiredRounds desiredRounds(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            KnownTwins known,
            Broker broker,
            IngressSettings settings) {
        return new DesiredRounds(new DesiredAsks(jdbc), transactions, known, broker, settings.desired());
    }

    @Bean
    WhenCertificateOverdueThenRemind whenCertificateOverdueThenRemind(JdbcTemplate jdbc) {
        return new WhenCertificateOverdueThenRemind(new Reminders(jdbc));
    }

    @Bean
    ReminderRounds reminderRounds(
            JdbcTemplate jdbc,
            PlatformTransactionManager transactions,
            NewestCertificates newest,
            Broker broker,
            CommandGateway commands,
            LogPositions positions,
            Clock clock,
            IngressSettings settings) {
        return new ReminderRounds(
                new Reminders(jdbc), transactions, newest, broker, commands, positions, clock, settings.reminding());
    }

    @Bean
    OpenOffers openOffers(JdbcTemplate jdbc, PlatformTransactionManager transactions) {
        return new OpenOffers(jdbc, transactions);
    }

    @Bean
    OfferSending offerSending(
            Broker broker,
            CommandGateway commands,
            KnownRollouts known,
            RolloutFitness fitness,
            OpenOffers offers,
            IngressSettings settings,
            IngressFigures figures,
            Clock clock) {
        return new OfferSending(broker, commands, known, fitness, offers, settings.offers(), figures, clock);
    }

    @Bean
    OfferDelivery offerDelivery(OfferSending sending) {
        return new OfferDelivery(sending);
    }

    @Bean
    OfferRounds offerRounds(OpenOffers offers, OfferSending sending, IngressSettings settings) {
        return new OfferRounds(offers, sending, settings.offers());
    }

    /** Only where the application measures. The scan finds it by itself: the condition above does not count for it. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(
            prefix = "devicetrail.ingress",
            name = "enabled",
            havingValue = "true",
            matchIfMissing = true)
    @ConditionalOnClass(name = "io.micrometer.core.instrument.binder.MeterBinder")
    static class Measured {
        @Bean
        IngressMeters ingressMeters(IngressFigures figures, Broker broker) {
            return new IngressMeters(figures, broker);
        }
    }

    /** Only where the application tells its health. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnProperty(
            prefix = "devicetrail.ingress",
            name = "enabled",
            havingValue = "true",
            matchIfMissing = true)
    @ConditionalOnClass(name = "org.springframework.boot.health.contributor.HealthIndicator")
    static class Healthy {
        @Bean
        BrokerHealth brokerHealth(Broker broker, BrokerSettings settings) {
            return new BrokerHealth(broker, settings.url());
        }
    }
}
