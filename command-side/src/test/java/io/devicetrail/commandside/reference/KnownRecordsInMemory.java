package io.devicetrail.commandside.reference;

import io.devicetrail.domain.artifact.ArtifactEvent.ArtifactStored;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.person.PersonEvent;
import io.devicetrail.domain.person.PersonEvent.PersonRegistered;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.release.SoftwareReleaseEvent.SoftwareReleasePublished;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.rollout.RolloutEvent.RolloutPlanDrafted;
import io.devicetrail.domain.rollout.RolloutPlanId;
import io.devicetrail.domain.tenant.ListSigners;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Records that a test lays out by hand. */
public final class KnownRecordsInMemory implements KnownRecords {
    private final Map<TenantId, KnownTenant> tenants = new HashMap<>();
    private final Map<DeviceModelId, KnownModel> models = new HashMap<>();
    private final Map<DeviceId, KnownDevice> devices = new HashMap<>();
    private final Map<ArtifactId, ArtifactStored> artifacts = new HashMap<>();
    private final Map<PersonId, KnownPerson> people = new HashMap<>();
    private final Map<SoftwareReleaseId, SoftwareReleasePublished> releases = new HashMap<>();

    public KnownRecordsInMemory tenant(TenantId tenant, SiteId... sites) {
        tenants.put(tenant, new KnownTenant(tenant, Set.of(sites), ListSigners.NONE));
        return this;
    }

    public KnownRecordsInMemory model(
            DeviceModelId model, TenantId tenant, Map<Integer, ModelContract> contracts, int... deprecated) {
        models.put(
                model,
                new KnownModel(
                        tenant, contracts, Arrays.stream(deprecated).boxed().collect(Collectors.toSet())));
        return this;
    }

    public KnownRecordsInMemory reportsOnly(DeviceModelId model, int version, int former) {
        models.computeIfPresent(
                model,
                (id, known) ->
                        new KnownModel(known.tenant(), known.contracts(), known.deprecated(), Map.of(version, former)));
        return this;
    }

    public KnownRecordsInMemory stored(ArtifactStored stored) {
        artifacts.put(stored.artifact(), stored);
        return this;
    }

    public KnownRecordsInMemory published(SoftwareReleasePublished published) {
        releases.put(published.release(), published);
        return this;
    }

    public KnownRecordsInMemory registered(DeviceRegistered registration) {
        devices.put(registration.device(), KnownDevice.of(registration));
        return this;
    }

    public KnownRecordsInMemory happened(DeviceEvent event) {
        devices.computeIfPresent(event.device(), (id, known) -> known.after(event));
        return this;
    }

    public KnownRecordsInMemory registered(PersonRegistered registration) {
        people.put(registration.person(), KnownPerson.of(registration));
        return this;
    }

    public KnownRecordsInMemory happened(PersonEvent event) {
        people.computeIfPresent(event.person(), (id, known) -> known.after(event));
        return this;
    }

    @Override
    public Optional<KnownTenant> tenant(TenantId tenant) {
        return Optional.ofNullable(tenants.get(tenant));
    }

    @Override
    public Optional<KnownModel> model(DeviceModelId model) {
        return Optional.ofNullable(models.get(model));
    }

    @Override
    public Optional<KnownDevice> device(DeviceId device) {
        return Optional.ofNullable(devices.get(device));
    }

    @Override
    public Optional<KnownPerson> person(PersonId person) {
        return Optional.ofNullable(people.get(person));
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
        return Optional.ofNullable(artifacts.get(artifact));
    }

    @Override
    public Optional<SoftwareReleasePublished> softwareRelease(SoftwareReleaseId release) {
        return Optional.ofNullable(releases.get(release));
    }

    @Override
    public boolean wroteTo(String subject, String commandId) {
        return false;
    }
}
