package io.devicetrail.domain.deadletter;

import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;

/**
 * What people decided about the dead letters of one stream of events at one processor. The processor carries it out when
 * it comes to the decision in the log; what it holds back then is what was meant.
 */
public sealed interface DeadLetterEvent {
    DeadLettersId deadLetters();

    TenantId tenant();

    /** The processor's name. */
    String processor();

    /** Id of the aggregate whose events are held back. */
    String stream();

    /** They are applied again, in their order; whatever fails again stays, and so does everything behind it. */
    @Revision("1")
    record DeadLettersRetried(DeadLettersId deadLetters, TenantId tenant, String processor, String stream)
            implements DeadLetterEvent {}

    /** They are never applied; events of the stream that come later are. */
    @Revision("1")
    record DeadLettersReleased(DeadLettersId deadLetters, TenantId tenant, String processor, String stream)
            implements DeadLetterEvent {}
}
