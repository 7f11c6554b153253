package io.devicetrail.domain.deadletter;

import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;

/**
 * What people decided about the dead letters of one stream of events at one processor. The processor carries it out when
 * it comes to the decision in the log.
 */
public sealed interface DeadLetterEvent {
    DeadLettersId deadLetters();

    TenantId tenant();

    /** The processor's name. */
    String processor();

    /** Id of the aggregate whose events are held back. */
    String stream();

    /** Log index of the last dead letter there was when it was decided; nobody has decided about later ones. */
    long upTo();

    /** They are applied again, in their order; whatever fails again stays, and so does everything behind it. */
    @Revision("1")
    record DeadLettersRetried(DeadLettersId deadLetters, TenantId tenant, String processor, String stream, long upTo)
            implements DeadLetterEvent {}

    /** They are passed over; events of the stream that come later are applied. A rebuild tries them again. */
    @Revision("1")
    record DeadLettersReleased(DeadLettersId deadLetters, TenantId tenant, String processor, String stream, long upTo)
            implements DeadLetterEvent {}
}
