package io.devicetrail.update.metadata;

import io.devicetrail.update.metadata.repository.SigningKey;
import io.devicetrail.update.metadata.repository.SigningKeys;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everybody's private keys. */
public final class Keys implements SigningKeys {
    private final Map<VerificationKey, SigningKey> all = new HashMap<>();

    @Override
    public Optional<SigningKey> of(VerificationKey key) {
        return Optional.ofNullable(all.get(key));
    }

    public VerificationKey make() {
        try {
            SigningKey key =
                    SigningKey.of(KeyPairGenerator.getInstance("Ed25519").generateKeyPair());
            all.put(key.verification(), key);
            return key.verification();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** So many keys, of which so many have to sign. */
    public RoleKeys role(int threshold, int keys) {
        VerificationKey[] made = new VerificationKey[keys];
        Arrays.setAll(made, each -> make());
        return new RoleKeys(List.of(made), threshold);
    }

    /** Two of three people for root and targets, a machine for the rest. */
    public Map<Role, RoleKeys> trust() {
        Map<Role, RoleKeys> trust = new EnumMap<>(Role.class);
        trust.put(Role.ROOT, role(2, 3));
        trust.put(Role.TARGETS, role(2, 3));
        trust.put(Role.SNAPSHOT, role(1, 1));
        trust.put(Role.TIMESTAMP, role(1, 1));
        return trust;
    }

    public void lose(VerificationKey key) {
        all.remove(key);
    }
}
