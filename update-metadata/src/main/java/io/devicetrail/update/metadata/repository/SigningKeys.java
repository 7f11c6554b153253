package io.devicetrail.update.metadata.repository;

import io.devicetrail.update.metadata.VerificationKey;
import java.util.Optional;

/**
 * The private keys that are at hand for one act. Those of root and targets are best kept away and brought when people
 * sign; only snapshot and timestamp need to be where the repository is.
 */
@FunctionalInterface
public interface SigningKeys {
    Optional<SigningKey> of(VerificationKey key);
}
