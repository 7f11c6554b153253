package io.devicetrail.ingress.contract;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.tenant.TenantId;

/** What the ingress must know of a device to judge its messages. */
public record DeviceContract(DeviceId device, TenantId tenant, LifeCycle lifeCycle, ModelContract contract) {}
