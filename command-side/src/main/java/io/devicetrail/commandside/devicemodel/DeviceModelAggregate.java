package io.devicetrail.commandside.devicemodel;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.devicemodel.ContractComparison;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.DeprecateDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.EnforceDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelCommand.PublishDeviceModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionEnforced;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionPublished;
import io.devicetrail.domain.devicemodel.DeviceModelEvent.DeviceModelVersionReportsOnly;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionEnforcedAlready;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionIncompatible;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.NoFormerModelVersion;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ReportOnlyDefinesOtherwise;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.VersionNotNext;
import io.devicetrail.domain.devicemodel.ModelContract;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

@Aggregate(type = "devicemodel", snapshotTriggerDefinition = "snapshots")
class DeviceModelAggregate {
    @AggregateIdentifier
    private @Nullable DeviceModelId deviceModel;

    private int lastVersion;
    private Set<Integer> deprecated = new HashSet<>();
    /** Of each version that only reports, the one whose rules hold meanwhile. */
    private Map<Integer, Integer> reportOnly = new HashMap<>();

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(PublishDeviceModelVersion c, References references) {
        references.requireTenant(c.tenant());
        unless(c.version() == lastVersion + 1, new VersionNotNext(lastVersion + 1, c.version()));
        if (lastVersion > 0) {
            requireCompatible(c, references.contract(c.tenant(), c.deviceModel(), lastVersion));
        }
        int former = c.reportOnly() ? former(c, references) : 0;
        apply(new DeviceModelVersionPublished(
                c.deviceModel(), c.tenant(), c.manufacturer(), c.name(), c.version(), c.contract()));
        if (c.reportOnly()) {
            apply(new DeviceModelVersionReportsOnly(c.deviceModel(), c.version(), former));
        }
    }

    /** The last version that is enforced, deprecated or not: what devices were held to until now. */
    private int former(PublishDeviceModelVersion c, References references) {
        int former = lastVersion;
        while (reportOnly.containsKey(former)) {
            former--;
        }
        unless(former > 0, new NoFormerModelVersion(c.version()));
        List<String> otherwise =
                c.contract().definedOtherwiseIn(references.contract(c.tenant(), c.deviceModel(), former));
        unless(otherwise.isEmpty(), new ReportOnlyDefinesOtherwise(former, otherwise));
        return former;
    }

    @CommandHandler
    void handle(EnforceDeviceModelVersion c) {
        unless(c.version() >= 1 && c.version() <= lastVersion, new ModelVersionUnknown(c.deviceModel(), c.version()));
        Integer former = reportOnly.get(c.version());
        if (former == null) {
            throw because(new ModelVersionEnforcedAlready(c.version()));
        }
        apply(new DeviceModelVersionEnforced(c.deviceModel(), c.version(), former));
    }

    @CommandHandler
    void handle(DeprecateDeviceModelVersion c) {
        unless(c.version() >= 1 && c.version() <= lastVersion, new ModelVersionUnknown(c.deviceModel(), c.version()));
        unless(!deprecated.contains(c.version()), new ModelVersionDeprecated(c.version()));
        apply(new DeviceModelVersionDeprecated(c.deviceModel(), c.version()));
    }

    private void requireCompatible(PublishDeviceModelVersion c, ModelContract before) {
        List<String> breaking = ContractComparison.of(before, c.contract()).breaking(c.compatibility());
        unless(breaking.isEmpty(), new ModelVersionIncompatible(lastVersion, c.version(), c.compatibility(), breaking));
    }

    @EventSourcingHandler
    void evolve(DeviceModelEvent event) {
        switch (event) {
            case DeviceModelVersionPublished e -> {
                deviceModel = e.deviceModel();
                lastVersion = e.version();
            }
            case DeviceModelVersionDeprecated e -> deprecated.add(e.version());
            case DeviceModelVersionReportsOnly e -> reportOnly.put(e.version(), e.former());
            case DeviceModelVersionEnforced e -> reportOnly.remove(e.version());
        }
    }
}
