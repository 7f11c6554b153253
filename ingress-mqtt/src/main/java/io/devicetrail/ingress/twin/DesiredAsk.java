package io.devicetrail.ingress.twin;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;

/**
 * A device is to be told all that is desired of it.
 *
 * @param always even if it has taken it over already: it asked
 */
public record DesiredAsk(DeviceId device, TenantId tenant, boolean always) {}
