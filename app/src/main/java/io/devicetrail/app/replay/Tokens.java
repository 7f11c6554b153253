package io.devicetrail.app.replay;

import io.devicetrail.eventstore.deadletter.DeadLetters;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.springframework.stereotype.Component;

/**
 * Puts a processor that stands still back to the tail of the log. Not by Axon's reset: to a read model a rebuilt event
 * is an event like any other, and a token that says otherwise would only be one more thing to store.
 */
@Component
class Tokens {
    private static final int ONLY_SEGMENT = 0;

    private final TokenStore store;
    private final TransactionManager transactions;
    private final DeadLetters deadLetters;

    Tokens(TokenStore store, TransactionManager transactions, DeadLetters deadLetters) {
        this.store = store;
        this.transactions = transactions;
        this.deadLetters = deadLetters;
    }

    /** Log index of the last event that a processor which stands still has committed; -1 for none. */
    long positionOf(String processor) {
        return transactions.fetchInTransaction(() -> {
            TrackingToken token = store.fetchToken(processor, ONLY_SEGMENT);
            store.releaseClaim(processor, ONLY_SEGMENT);
            return token == null ? -1L : token.position().orElse(-1);
        });
    }

    /** Every event will be given again, so none of them is a dead letter any more. */
    void backToTail(String processor) {
        transactions.executeInTransaction(() -> {
            deadLetters.forget(processor);
            store.fetchToken(processor, ONLY_SEGMENT);
            store.storeToken(new GlobalSequenceTrackingToken(-1), processor, ONLY_SEGMENT);
            store.releaseClaim(processor, ONLY_SEGMENT);
        });
    }
}
