package io.devicetrail.domain.authority;

import io.devicetrail.domain.apikey.ApiKeyId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Puts on record that an operation was denied to a machine; see {@link AuthorityEvent.OperationDeniedToKey} for the parts.
 */
public record RecordKeyDenial(
        @TargetAggregateIdentifier DenialId denial, ApiKeyId key, String operation, String where, int unrecorded)
        implements OfOwnKey {}
