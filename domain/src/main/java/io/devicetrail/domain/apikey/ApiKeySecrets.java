package io.devicetrail.domain.apikey;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Makes and knows the texts of API keys; kept by whoever keeps the credentials.
 *
 * <p>The order of writes is the design: {@link #prepare}, then {@link ApiKeyEvent.ApiKeyIssued} in the log, then
 * {@link #activate}. A crash in between leaves a prepared key that opens nothing, never a usable one of which the log does
 * not know.
 */
public interface ApiKeySecrets {
    /** What every key begins with, so that it is told from a token, and found where it should not be. */
    String PREFIX = "dtk_";

    /** Makes a random secret and keeps what verifies it, as pending: it opens nothing yet. */
    PreparedKey prepare(ApiKeyId key, Instant expiresAt);

    /**
     * Puts a prepared secret in force; a second time changes nothing.
     *
     * @throws IllegalStateException if it is not there
     */
    void activate(UUID prepared);

    /** Drops a prepared secret that was refused; one that is in force or not there is left alone. */
    void forget(UUID prepared);

    /** Drops all that is kept of a key that was revoked. The log alone already keeps it out. */
    void drop(ApiKeyId key);

    /**
     * Whose text it is. Says nothing of whether the key is good: that is for the log.
     *
     * @return empty for every text that is not that of a key in force
     */
    Optional<ApiKeyId> keyOf(String text);

    /**
     * A key on its way to the administrator who asked for it.
     *
     * @param id of what is kept of it; not secret
     * @param text the whole key, in no store, event or log file
     */
    record PreparedKey(UUID id, String text) {
        /** Without the key: what is printed ends up in log files. */
        @Override
        public String toString() {
            return "PreparedKey[id=" + id + "]";
        }
    }
}
