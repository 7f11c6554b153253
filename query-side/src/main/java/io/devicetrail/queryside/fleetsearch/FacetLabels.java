package io.devicetrail.queryside.fleetsearch;

import io.devicetrail.queryside.devicemodels.DeviceModels;
import io.devicetrail.queryside.tenants.Tenants;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** What people call the values of facets that are ids. */
@Component
class FacetLabels {
    private final Tenants tenants;
    private final DeviceModels models;

    FacetLabels(Tenants tenants, DeviceModels models) {
        this.tenants = tenants;
        this.models = models;
    }

    /** Names by value; a value without one is its own name. */
    Map<String, String> of(String field, List<String> values) {
        return switch (field) {
            case FleetDocument.SITE ->
                tenants.sites(ids(values)).values().stream()
                        .collect(Collectors.toMap(site -> site.siteId().toString(), site -> site.name()));
            case FleetDocument.MODEL ->
                models.newest(ids(values)).values().stream()
                        .collect(Collectors.toMap(
                                model -> model.deviceModelId().toString(),
                                model -> model.manufacturer() + " " + model.name()));
            default -> Map.of();
        };
    }

    private static List<UUID> ids(List<String> values) {
        return values.stream().map(UUID::fromString).toList();
    }
}
