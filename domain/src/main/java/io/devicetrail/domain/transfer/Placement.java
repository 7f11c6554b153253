package io.devicetrail.domain.transfer;

import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.tenant.SiteId;

/** Where the receiver puts the device, and by which of its own models it goes there. */
public record Placement(SiteId site, DeviceModelId model, int modelVersion) {}
