package io.devicetrail.commandside.sending;

import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.Signings;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Signatures that wait, a few for each person. */
final class SigningsInMemory implements Signings {
    static final int MOST = 3;

    private static final Instant EXPIRES = Instant.parse("2126-11-20T10:00:00Z");

    private final Map<UUID, Signing> waiting = new HashMap<>();

    @Override
    public synchronized Signing ask(UUID id, Asked asked) {
        if (!waiting.containsKey(id) && waiting.size() == MOST) {
            throw new TooManySignings();
        }
        return waiting.computeIfAbsent(
                id, added -> new Signing(id, asked, "/identity/sign/" + id, EXPIRES, State.WAITING));
    }

    @Override
    public synchronized Optional<Signing> of(PersonId person, UUID id) {
        return Optional.ofNullable(waiting.get(id));
    }

    synchronized void forget() {
        waiting.clear();
    }

    synchronized int count() {
        return waiting.size();
    }
}
