package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.deadline.annotation.DeadlineHandler;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.AnnotatedHandlerInspector;
import org.axonframework.messaging.timeout.HandlerTimeoutHandlerEnhancerDefinition;
import org.axonframework.springboot.TimeoutProperties;
import org.axonframework.springboot.autoconfig.AxonTimeoutAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.ConfigDataApplicationContextInitializer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Axon's limits of time, as the application sets them. */
class TimeLimitsTest {
    private final ApplicationContextRunner application = new ApplicationContextRunner()
            .withInitializer(new ConfigDataApplicationContextInitializer())
            .withConfiguration(AutoConfigurations.of(AxonTimeoutAutoConfiguration.class));

    @SuppressWarnings("unused")
    private static final class Handlers {
        @CommandHandler
        void on(String command) {}

        @EventHandler
        void on(Integer event) {}

        @EventSourcingHandler
        void on(Long event) {}

        @DeadlineHandler
        void on(Short deadline) {}
    }

    /** A stack trace for each event: of those that an aggregate is made of as well. */
    @Test
    void noHandlerIsTimedByItself() {
        application.run(context -> {
            var timing = context.getBean(HandlerTimeoutHandlerEnhancerDefinition.class);
            var handlers = AnnotatedHandlerInspector.inspectType(Handlers.class)
                    .getAllHandlers()
                    .get(Handlers.class);
            assertThat(handlers)
                    .hasSize(4)
                    .allSatisfy(
                            handler -> assertThat(timing.wrapHandler(handler)).isSameAs(handler));
        });
    }

    @Test
    void eachUnitOfWorkHasAnEnd() {
        application.run(context -> {
            var limits = context.getBean(TimeoutProperties.class).getTransaction();
            assertThat(limits.getCommandBus().getTimeoutMs()).isBetween(1, 30_000);
            assertThat(limits.getDeadline().getTimeoutMs()).isBetween(1, 30_000);
            assertThat(limits.getEventProcessors().getTimeoutMs()).isBetween(1, 60_000);
        });
    }
}
