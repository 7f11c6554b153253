package io.devicetrail.update.metadata;

import java.util.HashSet;
import java.util.List;

/**
 * Who speaks for a role.
 *
 * @param threshold how many of the keys have to sign, 1 at least
 */
public record RoleKeys(List<VerificationKey> keys, int threshold) {
    /** Most keys of one role. */
    public static final int MOST_KEYS = 32;

    public RoleKeys {
        keys = List.copyOf(keys);
        if (threshold < 1 || keys.size() > MOST_KEYS) {
            throw new UpdateRefused(
                    Refusal.MALFORMED_METADATA, "a role has a threshold below 1 or more than " + MOST_KEYS + " keys");
        }
        // A threshold that cannot be met is a role that nobody can speak for; one key listed twice is one key.
        if (new HashSet<>(keys).size() != keys.size() || keys.size() < threshold) {
            throw new UpdateRefused(
                    Refusal.MALFORMED_METADATA, "a role has fewer keys than its threshold asks for, or one twice");
        }
    }
}
