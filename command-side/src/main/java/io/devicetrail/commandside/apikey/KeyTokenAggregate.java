package io.devicetrail.commandside.apikey;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.apikey.ApiKeyCommand.RecordKeyToken;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyTokenIssued;
import io.devicetrail.domain.apikey.ApiKeyRejection.KeyNotInUse;
import io.devicetrail.domain.apikey.ApiKeyTokenId;
import io.devicetrail.domain.apikey.KnownApiKeys;
import java.time.Clock;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** A stream for each token: that of the key is read at every use, and stays short. */
@Aggregate(type = "apikeytoken")
class KeyTokenAggregate {
    @AggregateIdentifier
    private @Nullable ApiKeyTokenId token;

    KeyTokenAggregate() {}

    /** A key that is revoked meanwhile opens nothing by its tokens either: it is asked for at each of their uses. */
    @CommandHandler
    KeyTokenAggregate(RecordKeyToken c, KnownApiKeys keys, Clock clock) {
        unless(keys.key(c.key()).filter(key -> key.holdsAt(clock.instant())).isPresent(), new KeyNotInUse(c.key()));
        apply(new ApiKeyTokenIssued(c.key(), c.token(), c.expiresAt()));
    }

    @EventSourcingHandler
    void evolve(ApiKeyTokenIssued event) {
        token = event.token();
    }
}
