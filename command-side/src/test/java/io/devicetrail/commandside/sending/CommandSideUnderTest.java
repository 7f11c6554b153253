package io.devicetrail.commandside.sending;

import graphql.scalars.ExtendedScalars;
import io.devicetrail.domain.deadletter.HeldStreams;
import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.domain.shared.Metadata;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/** The command side alone; what other modules bring in the application is stood in for here. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan("io.devicetrail.commandside")
class CommandSideUnderTest {
    @Bean
    LogInMemory log() {
        return new LogInMemory();
    }

    @Bean
    LogPulse pulse() {
        return () -> true;
    }

    @Bean
    SnapshotTriggerDefinition snapshots() {
        return NoSnapshotTriggerDefinition.INSTANCE;
    }

    @Bean
    HeldStreams heldStreams() {
        return (processor, stream) -> Optional.empty();
    }

    @Bean
    CorrelationDataProvider inheritance() {
        return message -> {
            Map<String, Object> inherited = new HashMap<>();
            Metadata.INHERITED.forEach(name -> {
                if (message.getMetaData().containsKey(name)) {
                    inherited.put(name, message.getMetaData().get(name));
                }
            });
            inherited.put(Metadata.COMMAND_ID, message.getIdentifier());
            return inherited;
        };
    }

    @Bean
    RuntimeWiringConfigurer scalars() {
        return wiring -> wiring.scalar(ExtendedScalars.DateTime)
                .scalar(ExtendedScalars.GraphQLLong)
                .scalar(ExtendedScalars.Json);
    }
}
