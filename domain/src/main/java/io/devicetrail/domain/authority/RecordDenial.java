package io.devicetrail.domain.authority;

import io.devicetrail.domain.person.PersonId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/**
 * Puts on record that an operation was denied; see {@link AuthorityEvent.OperationDenied} for the parts.
 */
public record RecordDenial(
        @TargetAggregateIdentifier DenialId denial, PersonId person, String operation, String where, int unrecorded)
        implements OfOneself {}
