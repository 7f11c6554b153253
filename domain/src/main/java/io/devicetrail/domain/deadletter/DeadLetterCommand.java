package io.devicetrail.domain.deadletter;

import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.modelling.command.TargetAggregateIdentifier;

/** What can be asked about dead letters: which events a read model shows is a question about regulated data. */
public sealed interface DeadLetterCommand extends RegulatedChange {
    DeadLettersId deadLetters();

    TenantId tenant();

    String processor();

    String stream();

    /** Has them applied again. */
    record RetryDeadLetters(
            @TargetAggregateIdentifier DeadLettersId deadLetters, TenantId tenant, String processor, String stream)
            implements DeadLetterCommand {}

    /** Gives them up. */
    record ReleaseDeadLetters(
            @TargetAggregateIdentifier DeadLettersId deadLetters, TenantId tenant, String processor, String stream)
            implements DeadLetterCommand {}
}
