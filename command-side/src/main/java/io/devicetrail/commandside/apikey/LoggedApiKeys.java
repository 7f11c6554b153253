package io.devicetrail.commandside.apikey;

import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.KnownApiKey;
import io.devicetrail.domain.apikey.KnownApiKeys;
import java.util.Optional;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.Message;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Folds the key's own stream: two events at most, always up to date. */
@Component
class LoggedApiKeys implements KnownApiKeys {
    private static final long FIRST = 0;

    private final EventStore events;

    LoggedApiKeys(EventStore events) {
        this.events = events;
    }

    @Override
    public Optional<KnownApiKey> key(ApiKeyId key) {
        @Nullable KnownApiKey known = null;
        for (Object event : events.readEvents(key.toString(), FIRST)
                .asStream()
                .map(Message::getPayload)
                .toList()) {
            if (event instanceof ApiKeyIssued issued) {
                known = new KnownApiKey(issued, false);
            } else if (known != null && event instanceof ApiKeyRevoked) {
                known = new KnownApiKey(known.issued(), true);
            }
        }
        return Optional.ofNullable(known);
    }
}
