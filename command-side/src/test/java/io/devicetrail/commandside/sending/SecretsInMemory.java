package io.devicetrail.commandside.sending;

import io.devicetrail.domain.account.SignInSecrets;
import io.devicetrail.domain.person.PersonId;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Keeps sign-in secrets for a test, notes what the log held when one came into force, and can be away. */
final class SecretsInMemory implements SignInSecrets {
    static final Instant EXPIRES = Instant.parse("2126-11-20T10:00:00Z");

    private final LogInMemory log;
    private final Map<UUID, PersonId> pending = new HashMap<>();
    private final Map<PersonId, UUID> inForce = new HashMap<>();
    private final Set<PersonId> prepared = new HashSet<>();
    private @Nullable Object loggedBefore;
    private boolean mayPrepare = true;
    private boolean mayActivate = true;

    SecretsInMemory(LogInMemory log) {
        this.log = log;
    }

    @Override
    public synchronized IssuedSecret prepare(PersonId person) {
        requireHere(mayPrepare);
        UUID id = UUID.randomUUID();
        pending.put(id, person);
        prepared.add(person);
        return new IssuedSecret(id, secretOf(id), EXPIRES);
    }

    @Override
    public synchronized void activate(UUID secret) {
        requireHere(mayActivate);
        loggedBefore = log.last().getPayload();
        PersonId person = pending.remove(secret);
        if (person == null) {
            throw new IllegalStateException("not prepared");
        }
        inForce.put(person, secret);
    }

    @Override
    public synchronized void forget(UUID secret) {
        pending.remove(secret);
    }

    synchronized boolean opens(PersonId person, String secret) {
        UUID id = inForce.get(person);
        return id != null && secretOf(id).equals(secret);
    }

    synchronized boolean wasPrepared(PersonId person) {
        return prepared.contains(person);
    }

    synchronized boolean nothingPending() {
        return pending.isEmpty();
    }

    synchronized boolean nothingInForce(PersonId person) {
        return !inForce.containsKey(person);
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

    private static String secretOf(UUID id) {
        return "words-" + id;
    }
}
