package io.devicetrail.commandside.sending;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.scalars.ExtendedScalars;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import io.devicetrail.domain.deadletter.HeldStreams;
import io.devicetrail.domain.enrolment.ClaimCodes;
import io.devicetrail.domain.quarantine.QuarantinedMessages;
import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.domain.shared.Metadata;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Primary;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/** The command side alone; what other modules bring in the application is stood in for here. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan("io.devicetrail.commandside")
class CommandSideUnderTest {
    /** As the application's own: Java's instants. */
    private static final GraphQLScalarType INSTANTS = GraphQLScalarType.newScalar()
            .name("DateTime")
            .coercing(new Coercing<Instant, String>() {
                @Override
                public String serialize(Object instant, GraphQLContext context, Locale locale) {
                    return instant.toString();
                }

                @Override
                public Instant parseValue(Object text, GraphQLContext context, Locale locale) {
                    return Instant.parse(text.toString());
                }

                @Override
                public Instant parseLiteral(
                        Value<?> text, CoercedVariables variables, GraphQLContext context, Locale locale) {
                    return Instant.parse(String.valueOf(((StringValue) text).getValue()));
                }
            })
            .build();

    @Bean
    LogInMemory log() {
        return new LogInMemory();
    }

    @Bean
    @Primary
    TestPeople people() {
        return new TestPeople();
    }

    @Bean
    Clock clock() {
        return Clock.systemUTC();
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
    QuarantinedMessages quarantinedMessages() {
        return number -> Optional.empty();
    }

    @Bean
    ClaimCodes claimCodes() {
        return (tenant, code) -> Optional.empty();
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
        return wiring ->
                wiring.scalar(INSTANTS).scalar(ExtendedScalars.GraphQLLong).scalar(ExtendedScalars.Json);
    }
}
