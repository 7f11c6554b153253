package io.devicetrail.commandside.transfer;

import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.transfer.TransferEvent;
import io.devicetrail.domain.transfer.TransferSide;
import io.devicetrail.domain.transfer.TransferTerms;
import java.util.Map;
import org.axonframework.messaging.MetaData;

/**
 * Puts an act on the records of both tenants, in one append: neither ever has it without the other. The other side learns
 * who acted and why, as both have agreed by people who can be named; from where they work it does not learn.
 */
record BothSides(TransferSide acting, TransferTerms terms) {
    /** In place of an address and a program that belong to the other tenant. */
    static final String NOT_SHOWN = "not shown";

    /** An act, as that side's record has it. */
    interface Told {
        TransferEvent on(TransferSide side);
    }

    static BothSides of(TransferSide acting, TransferTerms terms) {
        return new BothSides(acting, terms);
    }

    /** Both are made before either is applied, as an act is told from the state that it found. */
    void tell(Told act) {
        TransferEvent own = act.on(acting);
        TransferEvent others = act.on(acting.other());
        apply(own);
        apply(
                others,
                MetaData.from(Map.of(
                        Metadata.TENANT,
                        terms.tenantOf(acting.other()).value(),
                        Metadata.ADDRESS,
                        NOT_SHOWN,
                        Metadata.CLIENT,
                        NOT_SHOWN)));
    }
}
