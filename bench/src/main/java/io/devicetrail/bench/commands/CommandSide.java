package io.devicetrail.bench.commands;

import com.zaxxer.hikari.HikariDataSource;
import io.devicetrail.commandside.reference.KnownDevice;
import io.devicetrail.commandside.reference.KnownModel;
import io.devicetrail.commandside.reference.KnownPerson;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.reference.KnownTenant;
import io.devicetrail.commandside.reference.References;
import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signaturepolicy.GivenSignature;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.eventstore.append.LogWriter;
import io.devicetrail.eventstore.append.LogWriterSettings;
import io.devicetrail.eventstore.catalogue.EventSerializer;
import io.devicetrail.eventstore.catalogue.Provenance;
import io.devicetrail.eventstore.catalogue.Stamp;
import io.devicetrail.eventstore.snapshot.SnapshotSerializer;
import io.devicetrail.eventstore.snapshot.Snapshots;
import io.devicetrail.eventstore.stream.LogEventStore;
import io.devicetrail.eventstore.stream.LogReads;
import io.devicetrail.eventstore.stream.PostgresEventStorageEngine;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.monitoring.NoOpMessageMonitor;

/** The product's device aggregate, command bus and log, and nothing that reads: no projection, no broker, no HTTP. */
final class CommandSide implements AutoCloseable {
    private static final String DEVICE = "io.devicetrail.commandside.device.DeviceAggregate";

    private final HikariDataSource pool;
    private final LogWriter writer;
    private final PostgresEventStorageEngine engine;
    private final Configuration configuration;

    CommandSide(HikariDataSource pool) throws ClassNotFoundException {
        this.pool = pool;
        this.writer = new LogWriter(pool, LogWriterSettings.DEFAULT);
        this.engine = PostgresEventStorageEngine.on(
                writer, new LogReads(pool), new Snapshots(pool, SnapshotSerializer.create()), EventSerializer.create());
        this.configuration = DefaultConfigurer.defaultConfiguration(false)
                .configureEventStore(c -> {
                    LogEventStore store =
                            LogEventStore.on(engine, NoOpMessageMonitor.instance(), LogEventStore.POLLING);
                    store.registerDispatchInterceptor(new Stamp(ZoneOffset.UTC, Map::of));
                    return store;
                })
                .configureCorrelationDataProviders(c -> List.of(new Provenance()))
                .registerComponent(References.class, c -> new References(new Nobody()))
                .registerComponent(Standings.class, c -> standings())
                .configureAggregate(Class.forName(DEVICE))
                .start();
    }

    CommandGateway gateway() {
        return configuration.commandGateway();
    }

    EventStorageEngine engine() {
        return engine;
    }

    @Override
    public void close() {
        configuration.shutdown();
        writer.close();
        pool.close();
    }

    /** No policies: tagging a device asks for none. */
    private static Standings standings() {
        return new Standings(
                record -> Optional.empty(),
                record -> Set.of(),
                command -> Optional.empty(),
                (tenant, kind) -> Optional.empty(),
                new NoSignatures(),
                (record, signature) -> Optional.empty());
    }

    private static final class NoSignatures implements GivenSignatures {
        @Override
        public List<GivenSignature> of(SignableRecord record) {
            return List.of();
        }

        @Override
        public void awaitKnown(long position) {}

        @Override
        public boolean known(long position) {
            return true;
        }
    }

    /** Tagging a device asks about no other record. */
    private static final class Nobody implements KnownRecords {
        @Override
        public Optional<KnownTenant> tenant(TenantId tenant) {
            return Optional.empty();
        }

        @Override
        public Optional<KnownModel> model(DeviceModelId model) {
            return Optional.empty();
        }

        @Override
        public Optional<KnownDevice> device(DeviceId device) {
            return Optional.empty();
        }

        @Override
        public Optional<KnownPerson> person(PersonId person) {
            return Optional.empty();
        }

        @Override
        public Optional<CommandRequested> command(CommandId command) {
            return Optional.empty();
        }

        @Override
        public Optional<RolloutPlanDrafted> rolloutPlan(RolloutPlanId plan) {
            return Optional.empty();
        }

        @Override
        public Optional<ArtifactStored> artifact(ArtifactId artifact) {
            return Optional.empty();
        }

        @Override
        public Optional<SoftwareReleasePublished> softwareRelease(SoftwareReleaseId release) {
            return Optional.empty();
        }

        @Override
        public boolean wroteTo(String subject, String commandId) {
            return false;
        }
    }
}
