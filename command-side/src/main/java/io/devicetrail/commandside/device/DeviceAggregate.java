package io.devicetrail.commandside.device;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.device.DeviceCommand.AttachDeviceToGateway;
import io.devicetrail.domain.device.DeviceCommand.ChangeDeviceModelVersion;
import io.devicetrail.domain.device.DeviceCommand.CommissionDevice;
import io.devicetrail.domain.device.DeviceCommand.EnrolDevice;
import io.devicetrail.domain.device.DeviceCommand.HandOverDevice;
import io.devicetrail.domain.device.DeviceCommand.MoveDevice;
import io.devicetrail.domain.device.DeviceCommand.RegisterDevice;
import io.devicetrail.domain.device.DeviceCommand.ReplaceDevice;
import io.devicetrail.domain.device.DeviceCommand.ResumeDevice;
import io.devicetrail.domain.device.DeviceCommand.RetireDevice;
import io.devicetrail.domain.device.DeviceCommand.ReturnDeviceFromRepair;
import io.devicetrail.domain.device.DeviceCommand.ReviseDeviceHardware;
import io.devicetrail.domain.device.DeviceCommand.SendDeviceToRepair;
import io.devicetrail.domain.device.DeviceCommand.SuspendDevice;
import io.devicetrail.domain.device.DeviceCommand.TagDevice;
import io.devicetrail.domain.device.DeviceCommand.TakeDevicePlace;
import io.devicetrail.domain.device.DeviceCommand.UntagDevice;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.device.DeviceEvent.DeviceAttachedToGateway;
import io.devicetrail.domain.device.DeviceEvent.DeviceCommissioned;
import io.devicetrail.domain.device.DeviceEvent.DeviceEnrolled;
import io.devicetrail.domain.device.DeviceEvent.DeviceHandedOver;
import io.devicetrail.domain.device.DeviceEvent.DeviceHardwareRevised;
import io.devicetrail.domain.device.DeviceEvent.DeviceModelVersionChanged;
import io.devicetrail.domain.device.DeviceEvent.DeviceMoved;
import io.devicetrail.domain.device.DeviceEvent.DevicePlaceTaken;
import io.devicetrail.domain.device.DeviceEvent.DeviceRegistered;
import io.devicetrail.domain.device.DeviceEvent.DeviceReplaced;
import io.devicetrail.domain.device.DeviceEvent.DeviceResumed;
import io.devicetrail.domain.device.DeviceEvent.DeviceRetired;
import io.devicetrail.domain.device.DeviceEvent.DeviceReturnedFromRepair;
import io.devicetrail.domain.device.DeviceEvent.DeviceSentToRepair;
import io.devicetrail.domain.device.DeviceEvent.DeviceSuspended;
import io.devicetrail.domain.device.DeviceEvent.DeviceTagged;
import io.devicetrail.domain.device.DeviceEvent.DeviceUntagged;
import io.devicetrail.domain.device.DeviceEvent.LifeCycleEvent;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.DeviceRejection.IllegalTransition;
import io.devicetrail.domain.device.DeviceRejection.MeasuresOtherwise;
import io.devicetrail.domain.device.DeviceRejection.NothingToChange;
import io.devicetrail.domain.device.DeviceRejection.OtherStepNeeded;
import io.devicetrail.domain.device.DeviceRejection.SerialNumberTaken;
import io.devicetrail.domain.device.DeviceRejection.TooManyTags;
import io.devicetrail.domain.device.DeviceTransferId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** All but {@code device} is set by the registration, the first event of every device. */
@Aggregate(type = DeviceAggregate.TYPE, snapshotTriggerDefinition = "snapshots")
class DeviceAggregate {
    static final String TYPE = "device";

    @AggregateIdentifier
    private @Nullable DeviceId device;

    private TenantId tenant;
    private SiteId site;
    private DeviceModelId model;
    private int modelVersion;
    private SortedSet<Integer> versionsHad = new TreeSet<>();
    private LifeCycle lifeCycle;
    private @Nullable DeviceId gateway;
    private @Nullable String hardwareRevision;
    private Map<String, String> tags = new TreeMap<>();
    /** Of which devices it has taken the place. */
    private Set<DeviceId> placesTaken = new HashSet<>();
    /** Null unless it was. */
    private @Nullable DeviceTransferId handedOverBy;

    @SuppressWarnings("NullAway.Init")
    DeviceAggregate() {}

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(RegisterDevice c, References references, Standings standings) {
        unless(device == null, new SerialNumberTaken(c.manufacturer(), c.serialNumber()));
        requireRegistrable(c, references, standings);
        if (c.gateway() != null) {
            references.requireGateway(c.tenant(), c.device(), c.gateway());
        }
        apply(registered(c));
    }

    static void requireRegistrable(RegisterDevice c, References references, Standings standings) {
        references.requireSite(c.tenant(), c.site());
        references.requireOpenModelVersion(c.tenant(), c.model(), c.modelVersion());
        standings.requireComplete(c.tenant(), contract(c.model(), c.modelVersion()));
    }

    static DeviceRegistered registered(RegisterDevice c) {
        return new DeviceRegistered(
                c.device(),
                c.tenant(),
                c.site(),
                c.manufacturer(),
                c.serialNumber(),
                c.model(),
                c.modelVersion(),
                c.hardwareRevision(),
                c.batch(),
                c.gateway(),
                c.tags());
    }

    @CommandHandler
    void handle(EnrolDevice c) {
        advance(new DeviceEnrolled(c.device(), lifeCycle));
    }

    @CommandHandler
    void handle(CommissionDevice c, Standings standings) {
        DeviceCommissioned step = new DeviceCommissioned(c.device(), lifeCycle);
        requireStep(LifeCycle.ENROLLED, step);
        standings.requireComplete(tenant, contract(model, modelVersion));
        apply(step);
    }

    @CommandHandler
    void handle(SuspendDevice c) {
        advance(new DeviceSuspended(c.device(), lifeCycle));
    }

    @CommandHandler
    void handle(ResumeDevice c) {
        advance(LifeCycle.SUSPENDED, new DeviceResumed(c.device(), lifeCycle));
    }

    @CommandHandler
    void handle(SendDeviceToRepair c) {
        advance(new DeviceSentToRepair(c.device(), lifeCycle));
    }

    @CommandHandler
    void handle(ReturnDeviceFromRepair c) {
        advance(LifeCycle.UNDER_REPAIR, new DeviceReturnedFromRepair(c.device(), lifeCycle));
    }

    @CommandHandler
    void handle(ReplaceDevice c, References references) {
        requireLegal(LifeCycle.REPLACED);
        references.requireReplacement(tenant, c.device(), c.replacement());
        apply(new DeviceReplaced(c.device(), c.replacement(), lifeCycle));
    }

    @CommandHandler
    void handle(RetireDevice c) {
        advance(new DeviceRetired(c.device(), lifeCycle));
    }

    /** Decided here, whoever offered it to whom: the first of two transfers has it, the other finds it ended. */
    @CommandHandler
    void handle(HandOverDevice c) {
        if (!c.transfer().equals(handedOverBy)) {
            advance(new DeviceHandedOver(c.device(), c.transfer(), c.receiver(), lifeCycle));
        }
    }

    @CommandHandler
    void handle(TakeDevicePlace c) {
        requireNotEnded();
        if (!placesTaken.contains(c.replaced())) {
            apply(new DevicePlaceTaken(c.device(), c.replaced(), new TreeMap<>(c.left())));
        }
    }

    @CommandHandler
    void handle(MoveDevice c, References references) {
        requireNotEnded();
        unless(!site.equals(c.site()), new NothingToChange("site"));
        references.requireSite(tenant, c.site());
        apply(new DeviceMoved(c.device(), site, c.site()));
    }

    @CommandHandler
    void handle(AttachDeviceToGateway c, References references) {
        requireNotEnded();
        unless(!Objects.equals(gateway, c.gateway()), new NothingToChange("gateway"));
        if (c.gateway() != null) {
            references.requireGateway(tenant, c.device(), c.gateway());
        }
        apply(new DeviceAttachedToGateway(c.device(), gateway, c.gateway()));
    }

    @CommandHandler
    void handle(TagDevice c) {
        requireNotEnded();
        unless(!c.value().equals(tags.get(c.name())), new NothingToChange("tag " + c.name()));
        unless(
                tags.containsKey(c.name()) || tags.size() < RegisterDevice.MOST_TAGS,
                new TooManyTags(RegisterDevice.MOST_TAGS));
        apply(new DeviceTagged(c.device(), c.name(), tags.get(c.name()), c.value()));
    }

    @CommandHandler
    void handle(UntagDevice c) {
        requireNotEnded();
        String value = tags.get(c.name());
        if (value == null) {
            throw because(new NothingToChange("tag " + c.name()));
        }
        apply(new DeviceUntagged(c.device(), c.name(), value));
    }

    @CommandHandler
    void handle(ReviseDeviceHardware c) {
        requireNotEnded();
        unless(!c.hardwareRevision().equals(hardwareRevision), new NothingToChange("hardware revision"));
        apply(new DeviceHardwareRevised(c.device(), hardwareRevision, c.hardwareRevision()));
    }

    @CommandHandler
    void handle(ChangeDeviceModelVersion c, References references, Standings standings) {
        requireNotEnded();
        unless(c.modelVersion() != modelVersion, new NothingToChange("model version"));
        references.requireOpenModelVersion(tenant, model, c.modelVersion());
        requireSameMeasures(c.modelVersion(), references);
        standings.requireComplete(tenant, contract(model, c.modelVersion()));
        apply(new DeviceModelVersionChanged(c.device(), modelVersion, c.modelVersion()));
    }

    /** Against every version that it has had: its series goes on, and has one unit. */
    private void requireSameMeasures(int version, References references) {
        ModelContract next = references.contract(tenant, model, version);
        SortedSet<String> otherwise = new TreeSet<>();
        for (int had : versionsHad) {
            otherwise.addAll(references.contract(tenant, model, had).measuredOtherwiseIn(next));
        }
        unless(otherwise.isEmpty(), new MeasuresOtherwise(version, List.copyOf(otherwise)));
    }

    @EventSourcingHandler
    void evolve(DeviceEvent event) {
        switch (event) {
            case DeviceRegistered e -> register(e);
            case DeviceHandedOver e -> {
                lifeCycle = e.to();
                handedOverBy = e.transfer();
            }
            case LifeCycleEvent e -> lifeCycle = e.to();
            case DevicePlaceTaken e -> placesTaken.add(e.replaced());
            case DeviceMoved e -> site = e.to();
            case DeviceAttachedToGateway e -> gateway = e.to();
            case DeviceTagged e -> tags.put(e.name(), e.to());
            case DeviceUntagged e -> tags.remove(e.name());
            case DeviceHardwareRevised e -> hardwareRevision = e.to();
            case DeviceModelVersionChanged e -> {
                modelVersion = e.to();
                versionsHad.add(e.to());
            }
        }
    }

    private void register(DeviceRegistered e) {
        device = e.device();
        tenant = e.tenant();
        site = e.site();
        model = e.model();
        modelVersion = e.modelVersion();
        versionsHad = new TreeSet<>(Set.of(e.modelVersion()));
        lifeCycle = LifeCycle.REGISTERED;
        gateway = e.gateway();
        hardwareRevision = e.hardwareRevision();
        tags = new TreeMap<>(e.tags());
    }

    private void advance(LifeCycleEvent step) {
        requireLegal(step.to());
        apply(step);
    }

    /** Several steps lead into service; each is for devices that come from one place. */
    private void advance(LifeCycle needed, LifeCycleEvent step) {
        requireStep(needed, step);
        apply(step);
    }

    private void requireStep(LifeCycle needed, LifeCycleEvent step) {
        requireLegal(step.to());
        unless(lifeCycle == needed, new OtherStepNeeded(lifeCycle, needed));
    }

    /** What the device goes by, as a record that can be signed. */
    private static SignableRecord contract(DeviceModelId model, int version) {
        return SignableRecord.of(SignableKind.DEVICE_MODEL_VERSION, model + ":" + version);
    }

    private void requireLegal(LifeCycle next) {
        unless(lifeCycle.mayBecome(next), new IllegalTransition(lifeCycle, next));
    }

    private void requireNotEnded() {
        unless(!lifeCycle.ended(), new DeviceEnded(lifeCycle));
    }
}
