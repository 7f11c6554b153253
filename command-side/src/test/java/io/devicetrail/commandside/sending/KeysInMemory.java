package io.devicetrail.commandside.sending;

import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeySecrets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps API keys for a test, notes what the log held when one came into force, and can be away. */
final class KeysInMemory implements ApiKeySecrets {
    private final LogInMemory log;
    private final Map<UUID, ApiKeyId> pending = new HashMap<>();
    private final Map<String, ApiKeyId> inForce = new HashMap<>();
    private @Nullable Object loggedBefore;
    private boolean mayPrepare = true;
    private boolean mayActivate = true;

    KeysInMemory(LogInMemory log) {
        this.log = log;
    }

    @Override
    public synchronized PreparedKey prepare(ApiKeyId key, Instant expiresAt) {
        requireHere(mayPrepare);
        UUID id = UUID.randomUUID();
        pending.put(id, key);
        return new PreparedKey(id, textOf(id));
    }

    @Override
    public synchronized void activate(UUID prepared) {
        requireHere(mayActivate);
        loggedBefore = log.last().getPayload();
        ApiKeyId key = pending.remove(prepared);
        if (key == null) {
            throw new IllegalStateException("not prepared");
        }
        inForce.put(textOf(prepared), key);
    }

    @Override
    public synchronized void forget(UUID prepared) {
        pending.remove(prepared);
    }

    @Override
    public synchronized void drop(ApiKeyId key) {
        inForce.values().removeIf(key::equals);
    }

    @Override
    public synchronized Optional<ApiKeyId> keyOf(String text) {
        return Optional.ofNullable(inForce.get(text));
    }

    synchronized boolean nothingPending() {
        return pending.isEmpty();
    }

    synchronized @Nullable Object loggedBefore() {
        return loggedBefore;
    }

    synchronized void let(boolean prepare, boolean activate) {
        mayPrepare = prepare;
        mayActivate = activate;
    }

    private static void requireHere(boolean here) {
        if (!here) {
            throw new IllegalStateException("the credentials are away");
        }
    }

    private static String textOf(UUID id) {
        return PREFIX + id;
    }
}
