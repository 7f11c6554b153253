package io.devicetrail.queryside.devicedetails;

import io.devicetrail.queryside.devicemodels.DeviceModel;
import io.devicetrail.queryside.devicemodels.DeviceModels;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.tenants.Site;
import io.devicetrail.queryside.tenants.Tenants;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.stereotype.Controller;

/** What devices refer to, of many devices in one query each. */
@Controller
class DeviceSurroundings {
    private final Devices devices;
    private final DeviceModels models;
    private final Tenants tenants;
    private final Positions positions;

    DeviceSurroundings(Devices devices, DeviceModels models, Tenants tenants, Positions positions) {
        this.devices = devices;
        this.models = models;
        this.tenants = tenants;
        this.positions = positions;
    }

    @BatchMapping
    Map<Device, Site> site(List<Device> of) {
        List<UUID> ids = of.stream().map(Device::siteId).distinct().toList();
        Map<UUID, Site> sites = complete(ReadModelName.TENANTS, of, ids, tenants::sites);
        return each(of, device -> sites.get(device.siteId()));
    }

    @BatchMapping
    Map<Device, DeviceModel> model(List<Device> of) {
        List<DeviceModel.Key> keys =
                of.stream().map(Device::modelKey).distinct().toList();
        Map<DeviceModel.Key, DeviceModel> found = complete(ReadModelName.DEVICE_MODELS, of, keys, models::byKeys);
        return each(of, device -> found.get(device.modelKey()));
    }

    @BatchMapping
    Map<Device, Device> gateway(List<Device> of) {
        return related(of, Device::gatewayId);
    }

    @BatchMapping
    Map<Device, Device> replacedBy(List<Device> of) {
        return related(of, Device::replacementId);
    }

    /** A device that was replaced is in the log after both, and its replacement shows no less than before. */
    @BatchMapping
    Map<Device, List<Device>> replaces(List<Device> of) {
        List<UUID> ids = of.stream().map(Device::deviceId).distinct().toList();
        Map<UUID, List<Device>> found = devices.replacedBy(ids).stream()
                .collect(Collectors.groupingBy(device -> Objects.requireNonNull(device.replacementId())));
        return each(of, device -> found.getOrDefault(device.deviceId(), List.of()));
    }

    private Map<Device, Device> related(List<Device> of, Function<Device, @Nullable UUID> id) {
        List<UUID> ids = of.stream().map(id).filter(Objects::nonNull).distinct().toList();
        Map<UUID, Device> found = ids.isEmpty() ? Map.of() : complete(ReadModelName.DEVICES, of, ids, devices::byIds);
        return each(of, device -> {
            UUID related = id.apply(device);
            return related == null ? null : found.get(related);
        });
    }

    /** A read model, or the other segment of this one, may lag behind by a moment; what a device refers to is in the log before it. */
    private <K, V> Map<K, V> complete(
            String readModel, List<Device> of, List<K> keys, Function<Collection<K>, Map<K, V>> find) {
        Map<K, V> found = find.apply(keys);
        if (found.size() == keys.size()) {
            return found;
        }
        positions.await(readModel, of.stream().mapToLong(Device::position).max().orElse(Positions.NONE));
        return find.apply(keys);
    }

    private static <T> Map<Device, T> each(List<Device> of, Function<Device, @Nullable T> value) {
        Map<Device, T> values = new HashMap<>();
        for (Device device : of) {
            T found = value.apply(device);
            if (found != null) {
                values.put(device, found);
            }
        }
        return values;
    }
}
