package io.devicetrail.queryside.devicedetails;

import io.devicetrail.domain.device.LifeCycle;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which devices a list is of. */
record DeviceFilter(
        String tenant, @Nullable UUID site, @Nullable LifeCycle lifeCycle) {}
