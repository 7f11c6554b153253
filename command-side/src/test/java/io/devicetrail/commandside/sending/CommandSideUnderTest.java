package io.devicetrail.commandside.sending;

import graphql.GraphQLContext;
import graphql.execution.CoercedVariables;
import graphql.language.StringValue;
import graphql.language.Value;
import graphql.scalars.ExtendedScalars;
import graphql.schema.Coercing;
import graphql.schema.GraphQLScalarType;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.OpenCommands;
import io.devicetrail.domain.deadletter.HeldStreams;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.domain.enrolment.ClaimCodes;
import io.devicetrail.domain.enrolment.EnrolmentRejection.ListSignatureMalformed;
import io.devicetrail.domain.enrolment.ListSignatures;
import io.devicetrail.domain.exportjob.OpenExportJobs;
import io.devicetrail.domain.job.JobCohorts;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.domain.quarantine.QuarantinedMessages;
import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.ListSigner;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.transfer.OpenOffers;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.axonframework.common.caching.Cache;
import org.axonframework.common.caching.NoCache;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.SnapshotTriggerDefinition;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Primary;
import org.springframework.graphql.execution.RuntimeWiringConfigurer;

/** The command side alone; what other modules bring in the application is stood in for here. */
@SpringBootConfiguration
@EnableAutoConfiguration
@ComponentScan("io.devicetrail.commandside")
@ConfigurationPropertiesScan("io.devicetrail.commandside")
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
    SnapshotTriggerDefinition snapshotsOfLargeEvents() {
        return NoSnapshotTriggerDefinition.INSTANCE;
    }

    @Bean
    Cache largeAggregates() {
        return NoCache.INSTANCE;
    }

    @Bean
    HeldStreams heldStreams() {
        return (processor, stream) -> Optional.empty();
    }

    @Bean
    QuarantinedMessages quarantinedMessages() {
        return number -> Optional.empty();
    }

    /** Of no maker who signs. */
    @Bean
    ListSignatures listSignatures() {
        return new ListSignatures() {
            @Override
            public boolean unsignedTaken() {
                return true;
            }

            @Override
            public ListSigner signer(String field, String pem) {
                throw new MalformedInput(field, "must be one certificate, PEM");
            }

            @Override
            public Checked check(byte[] content, String signature, List<ListSigner> trusted) {
                return new Checked.Refused(new ListSignatureMalformed("none is taken here"));
            }
        };
    }

    @Bean
    ClaimCodes claimCodes() {
        return (tenant, code) -> Optional.empty();
    }

    /** Nothing is ever projected: what was let pass is all that counts. */
    @Bean
    OpenCommands openCommands() {
        return new OpenCommands() {
            @Override
            public Seen ofDevice(DeviceId device, Set<CommandId> asked) {
                return new Seen(0, Set.of());
            }

            @Override
            public Seen ofTenant(TenantId tenant, Set<CommandId> asked) {
                return new Seen(0, Set.of());
            }

            @Override
            public List<CommandId> nextOf(DeviceId device, long position, @Nullable CommandId after, int most) {
                return List.of();
            }
        };
    }

    @Bean
    ModelVersionFindings modelVersionFindings() {
        return findings -> {};
    }

    @Bean
    OpenOffers openOffers() {
        return (giver, receiver, device, now) -> new OpenOffers.Seen(0, false);
    }

    /** Full for a tenant that says so by its name. */
    @Bean
    OpenExportJobs openExportJobs() {
        return tenant ->
                new OpenExportJobs.Seen(tenant.value().startsWith("full") ? OpenExportJobs.MOST_OF_TENANT : 0, 0);
    }

    @Bean
    JobCohorts cohorts() {
        return (tenant, cohort, plan, position) -> new JobSelection(cohort.devices(), new TreeMap<>(), false);
    }

    @Bean
    RolloutCohortsInMemory rolloutCohorts() {
        return new RolloutCohortsInMemory();
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
