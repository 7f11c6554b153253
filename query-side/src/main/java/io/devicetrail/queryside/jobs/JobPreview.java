package io.devicetrail.queryside.jobs;

import io.devicetrail.domain.job.JobSelection;
import io.devicetrail.queryside.devicedetails.Device;
import io.devicetrail.queryside.devicemodels.DeviceModel;
import io.devicetrail.queryside.jobs.CohortSelection.Chosen;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What a job would be about. */
record JobPreview(
        int deviceCount,
        String cohortHash,
        boolean twoPersons,
        List<OfSite> sites,
        List<OfModel> models,
        List<Excluded> excluded) {
    record OfSite(UUID site, long devices) {}

    record OfModel(UUID model, int version, long devices) {}

    static JobPreview of(Chosen chosen) {
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
                Excluded.of(chosen.excluded()));
    }

    private static <K> Map<K, Long> counted(List<Device> devices, Function<Device, K> by) {
        return devices.stream().collect(Collectors.groupingBy(by, Collectors.counting()));
    }
}
