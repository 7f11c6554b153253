package io.devicetrail.domain.device;

import io.devicetrail.domain.tenant.SiteId;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a device stands, and what people wrote on it.
 *
 * @param replaced those whose place it has taken over, with all that followed from it
 */
public record DevicePlace(
        SiteId site, @Nullable DeviceId gateway, SortedMap<String, String> tags, Set<DeviceId> replaced) {}
