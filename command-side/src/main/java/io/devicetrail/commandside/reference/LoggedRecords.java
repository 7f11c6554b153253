package io.devicetrail.commandside.reference;

import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionEnforced;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionPublished;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionReportsOnly;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.shared.LogPlaces;
import io.devicetrail.domain.tenant.ListSigners;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantEvent.SiteOpened;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the event streams of the records asked about: short streams, read by aggregate, always up to date. */
@Component
class LoggedRecords implements KnownRecords {
    /** From the first event on: a stream read without it may begin with a snapshot. */
    private static final long FIRST = 0;

    private final EventStore events;
    private final LogPlaces places;

    LoggedRecords(EventStore events, LogPlaces places) {
        this.events = events;
        this.places = places;
    }

    @Override
    public Optional<KnownTenant> tenant(TenantId tenant) {
        boolean created = false;
        Set<SiteId> sites = new HashSet<>();
        ListSigners signers = ListSigners.NONE;
        for (Object event : eventsOf(tenant.toString())) {
            created |= event instanceof TenantCreated;
            if (event instanceof SiteOpened e) {
                sites.add(e.site());
            }
            if (event instanceof TenantEvent e) {
                signers = signers.after(e);
            }
        }
        return created ? Optional.of(new KnownTenant(tenant, Set.copyOf(sites), signers)) : Optional.empty();
    }

    @Override
    public Optional<KnownModel> model(DeviceModelId model) {
        return OncePerCommand.read(model, this::foldModel);
    }

    private Optional<KnownModel> foldModel(DeviceModelId model) {
        TenantId tenant = null;
        Map<Integer, ModelContract> contracts = new HashMap<>();
        Set<Integer> deprecated = new HashSet<>();
        Map<Integer, Integer> reportOnly = new HashMap<>();
        for (Object event : eventsOf(model.toString())) {
            if (event instanceof DeviceModelVersionPublished e) {
                tenant = e.tenant();
                contracts.put(e.version(), e.contract());
            } else if (event instanceof DeviceModelVersionDeprecated e) {
                deprecated.add(e.version());
            } else if (event instanceof DeviceModelVersionReportsOnly e) {
                reportOnly.put(e.version(), e.former());
            } else if (event instanceof DeviceModelVersionEnforced e) {
                reportOnly.remove(e.version());
            }
        }
        return tenant == null
                ? Optional.empty()
                : Optional.of(
                        new KnownModel(tenant, Map.copyOf(contracts), Set.copyOf(deprecated), Map.copyOf(reportOnly)));
    }

    @Override
    public Optional<KnownDevice> device(DeviceId device) {
        return OncePerCommand.read(device, this::foldDevice);
    }

    private Optional<KnownDevice> foldDevice(DeviceId device) {
        @Nullable KnownDevice known = null;
        for (Object event : eventsOf(device.toString())) {
            if (event instanceof DeviceRegistered e) {
                known = KnownDevice.of(e);
            } else if (known != null && event instanceof DeviceEvent e) {
                known = known.after(e);
            }
        }
        return Optional.ofNullable(known);
    }

    @Override
    public Optional<KnownPerson> person(PersonId person) {
        @Nullable KnownPerson known = null;
        for (Object event : eventsOf(person.toString())) {
            if (event instanceof PersonRegistered e) {
                known = KnownPerson.of(e);
            } else if (known != null) {
                known = known.after(event);
            }
        }
        return Optional.ofNullable(known);
    }

    @Override
    public Optional<CommandRequested> command(CommandId command) {
        return eventsOf(command.toString()).stream()
                .filter(CommandRequested.class::isInstance)
                .map(CommandRequested.class::cast)
                .findFirst();
    }

    @Override
    public Optional<RolloutPlanDrafted> rolloutPlan(RolloutPlanId plan) {
        return eventsOf(plan.toString()).stream()
                .filter(RolloutPlanDrafted.class::isInstance)
                .map(RolloutPlanDrafted.class::cast)
                .findFirst();
    }

    @Override
    public Optional<ArtifactStored> artifact(ArtifactId artifact) {
        return eventsOf(artifact.toString()).stream()
                .filter(ArtifactStored.class::isInstance)
                .map(ArtifactStored.class::cast)
                .findFirst();
    }

    @Override
    public Optional<SoftwareReleasePublished> softwareRelease(SoftwareReleaseId release) {
        return eventsOf(release.toString()).stream()
                .filter(SoftwareReleasePublished.class::isInstance)
                .map(SoftwareReleasePublished.class::cast)
                .findFirst();
    }

    @Override
    public boolean wroteTo(String subject, String commandId) {
        return places.wrote(commandId, subject);
    }

    private List<?> eventsOf(String aggregate) {
        return events.readEvents(aggregate, FIRST)
                .asStream()
                .map(Message::getPayload)
                .toList();
    }
}
