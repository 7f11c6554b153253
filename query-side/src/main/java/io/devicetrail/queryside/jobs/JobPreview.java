package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.connectivity.Connectivity;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.devicemodels.DeviceModel;
import io.devicetrail.queryside.devicerisk.RiskBand;
import io.devicetrail.queryside.jobs.CohortSelection.Chosen;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a job would be about. */
record JobPreview(
        int deviceCount,
        String cohortHash,
        boolean twoPersons,
        List<OfSite> sites,
        List<OfModel> models,
        List<OfRisk> risks,
        List<OfLifeCycle> lifeCycles,
        List<OfConnectivity> connectivities,
        List<Excluded> excluded) {
    record OfSite(UUID site, long devices) {}

    record OfModel(UUID model, int version, long devices) {}

    record OfRisk(RiskBand band, long devices) {}

    record OfLifeCycle(LifeCycle lifeCycle, long devices) {}

    /** @param connectivity null for those that were never heard */
    record OfConnectivity(@Nullable Connectivity connectivity, long devices) {}

    /** @param risks how many of the chosen devices are of which risk */
    static JobPreview of(Chosen chosen, Map<RiskBand, Long> risks) {
        JobSelection selection = chosen.selection();
        Map<UUID, Long> sites = counted(chosen.devices(), Device::siteId);
        Map<DeviceModel.Key, Long> models = counted(chosen.devices(), Device::modelKey);
        return new JobPreview(
                chosen.devices().size(),
                JobSelection.hash(selection.devices()),
                chosen.twoPersons(),
                sites.entrySet().stream()
                        .map(site -> new OfSite(site.getKey(), site.getValue()))
                        .sorted(Comparator.comparing(OfSite::devices)
                                .reversed()
                                .thenComparing(site -> site.site().toString()))
                        .toList(),
                models.entrySet().stream()
                        .map(model -> new OfModel(
                                model.getKey().model(), model.getKey().version(), model.getValue()))
                        .sorted(Comparator.comparing(OfModel::devices)
                                .reversed()
                                .thenComparing(model -> model.model() + ":" + model.version()))
                        .toList(),
                Stream.of(RiskBand.values())
                        .sorted(Comparator.reverseOrder())
                        .filter(risks::containsKey)
                        .map(band -> new OfRisk(band, risks.getOrDefault(band, 0L)))
                        .toList(),
                chosen.lifeCycles().entrySet().stream()
                        .map(one -> new OfLifeCycle(one.getKey(), one.getValue()))
                        .toList(),
                connectivities(chosen.devices()),
                Excluded.of(chosen.excluded()));
    }

    private static List<OfConnectivity> connectivities(List<Device> devices) {
        List<Connectivity> heard = devices.stream()
                .map(Device::connectivity)
                .filter(Objects::nonNull)
                .map(Device.ConnectivityState::value)
                .toList();
        List<OfConnectivity> counted = new ArrayList<>();
        for (Connectivity one : Connectivity.values()) {
            int of = Collections.frequency(heard, one);
            if (of > 0) {
                counted.add(new OfConnectivity(one, of));
            }
        }
        if (heard.size() < devices.size()) {
            counted.add(new OfConnectivity(null, devices.size() - heard.size()));
        }
        return counted;
    }

    private static <K> Map<K, Long> counted(List<Device> devices, Function<Device, K> by) {
        return devices.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
    }
}
