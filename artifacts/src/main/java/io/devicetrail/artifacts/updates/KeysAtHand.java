package io.devicetrail.artifacts.updates;

import io.devicetrail.update.metadata.Role;
import io.devicetrail.update.metadata.RoleKeys;
import io.devicetrail.update.metadata.VerificationKey;
import io.devicetrail.update.metadata.repository.SigningKey;
import io.devicetrail.update.metadata.repository.SigningKeys;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The private keys of a tenant that are there at one look.
 *
 * @param inPlace by role; one that was taken away is missing
 * @param following those that are to take their places
 * @param unusable a sentence for each file that holds no key which can be used
 */
record KeysAtHand(Map<Role, SigningKey> inPlace, Map<Role, SigningKey> following, List<String> unusable)
        implements SigningKeys {

    @Override
    public Optional<SigningKey> of(VerificationKey key) {
        return Stream.concat(inPlace.values().stream(), following.values().stream())
                .filter(each -> each.verification().equals(key))
                .findFirst();
    }

    /** Whether enough of them are there to speak for the role. */
    boolean speakFor(RoleKeys role) {
        return role.keys().stream().filter(each -> of(each).isPresent()).count() >= role.threshold();
    }
}
