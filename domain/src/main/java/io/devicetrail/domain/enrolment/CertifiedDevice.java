package io.devicetrail.domain.enrolment;

import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.tenant.TenantId;

/** Whom a certificate speaks for. */
public record CertifiedDevice(TenantId tenant, DeviceId device) {}
