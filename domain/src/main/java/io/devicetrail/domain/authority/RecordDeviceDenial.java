package io.devicetrail.domain.authority;

import io.devicetrail.domain.device.DeviceId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Puts on record that something was denied to whoever called itself a device; see
 * {@link AuthorityEvent.OperationDeniedToDevice} for the parts.
 */
public record RecordDeviceDenial(
        @TargetAggregateIdentifier DenialId denial, DeviceId device, String operation, String where, int unrecorded) {}
