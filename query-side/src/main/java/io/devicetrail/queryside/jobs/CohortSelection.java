package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.CommandClass;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.job.JobCohorts;
import io.devicetrail.domain.job.JobPlan;
import io.devicetrail.domain.job.JobRejection;
import io.devicetrail.domain.job.JobRejection.CohortTooLarge;
import io.devicetrail.domain.job.JobRejection.FleetNotSearchable;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.domain.job.JobSelection.Exclusion;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.devicedetails.Devices;
import io.devicetrail.queryside.devicemodels.DeviceModel;
import io.devicetrail.queryside.devicemodels.DeviceModels;
import io.devicetrail.queryside.fleetsearch.CohortSearch;
import io.devicetrail.queryside.graphql.QueryError;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Page;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Chooses the devices of a job, as they are projected now. A device that changes before its turn is refused its command then:
 * that is decided by the log.
 */
@Component
class CohortSelection implements JobCohorts {
    private final CohortSearch search;
    private final Devices devices;
    private final DeviceModels models;
    private final Positions positions;

    CohortSelection(CohortSearch search, Devices devices, DeviceModels models, Positions positions) {
        this.positions = positions;
        this.search = search;
        this.devices = devices;
        this.models = models;
    }

    /**
     * What was chosen, with all that a preview shows of it.
     *
     * @param lifeCycles of all that were found, chosen or not
     */
    record Chosen(
            List<Device> devices,
            SortedMap<Exclusion, Integer> excluded,
            SortedMap<LifeCycle, Long> lifeCycles,
            boolean twoPersons) {
        JobSelection selection() {
            return new JobSelection(
                    devices.stream()
                            .map(device -> new DeviceId(device.deviceId()))
                            .toList(),
                    excluded,
                    twoPersons);
        }
    }

    @Override
    public JobSelection select(TenantId tenant, Cohort cohort, JobPlan plan, long position) {
        try {
            await(cohort, position);
        } catch (QueryError behind) {
            throw because(new FleetNotSearchable(String.valueOf(behind.getMessage())));
        }
        return choose(tenant, cohort, plan.command(), plan.arguments()).selection();
    }

    /** Until what is searched has seen the position; the index only where it is searched. */
    void await(Cohort cohort, @Nullable Long position) {
        positions.await(ReadModelName.DEVICE_MODELS, position);
        positions.await(ReadModelName.DEVICES, position);
        if (cohort.devices().isEmpty()) {
            positions.await(ReadModelName.FLEET, position);
        }
    }

    Chosen choose(TenantId tenant, Cohort cohort, String command, SortedMap<String, Object> arguments) {
        List<UUID> found = cohort.devices().isEmpty()
                ? found(tenant, cohort)
                : cohort.devices().stream().map(DeviceId::value).toList();
        SortedMap<Exclusion, Integer> excluded = new TreeMap<>();
        SortedMap<LifeCycle, Long> lifeCycles = new TreeMap<>();
        List<Device> fit = new ArrayList<>();
        boolean twoPersons = false;
        for (int from = 0; from < found.size(); from += Page.MOST) {
            List<UUID> part = found.subList(from, Math.min(from + Page.MOST, found.size()));
            Map<UUID, Device> known = new HashMap<>(devices.byIds(part));
            known.values().removeIf(device -> !device.tenant().equals(tenant.value()));
            add(excluded, Exclusion.UNKNOWN, part.size() - known.size());
            Map<DeviceModel.Key, DeviceModel> contracts =
                    models.byKeys(known.values().stream().map(Device::modelKey).toList());
            for (Device device : known.values()) {
                lifeCycles.merge(device.lifeCycle(), 1L, Long::sum);
                CommandDefinition definition = Stream.ofNullable(contracts.get(device.modelKey()))
                        .flatMap(model -> model.rules().commandFor(command, arguments).stream())
                        .findFirst()
                        .orElse(null);
                Exclusion why = exclusion(device, definition, arguments);
                if (why != null) {
                    add(excluded, why, 1);
                } else {
                    fit.add(device);
                    twoPersons |= definition != null && definition.twoPersons();
                }
            }
        }
        fit.sort(Comparator.comparing(device -> device.deviceId().toString()));
        return new Chosen(fit, excluded, lifeCycles, twoPersons);
    }

    private static @Nullable Exclusion exclusion(
            Device device, @Nullable CommandDefinition definition, SortedMap<String, Object> arguments) {
        if (device.lifeCycle() != LifeCycle.ACTIVE) {
            return Exclusion.NOT_IN_SERVICE;
        }
        if (definition == null) {
            return Exclusion.COMMAND_NOT_IN_MODEL;
        }
        if (definition.commandClass() == CommandClass.REAL_TIME) {
            return Exclusion.REAL_TIME;
        }
        return definition.objectionTo(arguments) == null ? null : Exclusion.ARGUMENTS_UNFIT;
    }

    private List<UUID> found(TenantId tenant, Cohort cohort) {
        CohortSearch.Found found;
        try {
            found = search.find(tenant, cohort, JobSelection.MOST_DEVICES);
        } catch (QueryError away) {
            throw because(new FleetNotSearchable(String.valueOf(away.getMessage())));
        }
        if (found.total() > JobSelection.MOST_DEVICES) {
            throw because(new CohortTooLarge(found.total()));
        }
        return found.devices();
    }

    private static CommandExecutionException because(JobRejection rejection) {
        return new CommandExecutionException(rejection.code() + ": " + rejection.message(), null, rejection);
    }

    private static void add(SortedMap<Exclusion, Integer> excluded, Exclusion why, int devices) {
        if (devices > 0) {
            excluded.merge(why, devices, Integer::sum);
        }
    }
}
