package io.devicetrail.domain.account;

import io.devicetrail.domain.person.PersonId;
import java.time.Instant;
import java.util.UUID;

/**
 * Makes the one-time secrets by which somebody gets in without a password; kept by whoever keeps the credentials.
 *
 * <p>The order of writes is the design: {@link #prepare}, then {@link AccountEvent.SignInSecretIssued} in the log, then
 * {@link #activate}. A crash in between leaves a prepared secret that opens nothing, never a usable one of which the log
 * does not know. It is not repaired: a secret that was not activated was not shown to anybody either.
 */
public interface SignInSecrets {
    /**
     * Makes a random secret and keeps what verifies it, as pending: it opens nothing yet, and the person's secret in
     * force, if there is one, goes on counting. Pending ones are dropped when they expire.
     */
    IssuedSecret prepare(PersonId person);

    /**
     * Puts a prepared secret in force in place of any other of the person; a second time changes nothing.
     *
     * @throws IllegalStateException if it is not there, or has expired
     */
    void activate(UUID secret);

    /** Drops a prepared secret that was refused; one that is in force or not there is left alone. */
    void forget(UUID secret);

    /**
     * A secret on its way to the administrator who asked for it.
     *
     * @param id of what is kept of it; not secret
     * @param secret the words themselves, in no store, event or log file
     */
    record IssuedSecret(UUID id, String secret, Instant expiresAt) {
        /** Without the secret: what is printed ends up in log files. */
        @Override
        public String toString() {
            return "IssuedSecret[id=" + id + ", expiresAt=" + expiresAt + "]";
        }
    }
}
