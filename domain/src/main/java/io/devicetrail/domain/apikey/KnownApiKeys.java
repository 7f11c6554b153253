package io.devicetrail.domain.apikey;

import java.util.Optional;

/** Tells of keys as the log does now: no copy that a revocation has yet to reach. */
public interface KnownApiKeys {
    /** Empty for a key that was never issued. */
    Optional<KnownApiKey> key(ApiKeyId key);
}
