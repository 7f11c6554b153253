package io.devicetrail.domain.authority;

import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import java.util.UUID;

/** Tells what people and machines may do, as the log says now: no copy that a revocation has yet to reach. */
public interface Authorities {
    /** {@link Authority#NONE} for somebody who is not registered. */
    Authority of(PersonId person);

    /** {@link Authority#NONE} for a key that was never issued; one that was revoked or is over is not active. */
    Authority of(ApiKeyId key);

    /**
     * That of an actor as events name it.
     *
     * @return {@link Authority#NONE} for devices and processes, who ask for nothing, and for what is no id
     */
    default Authority of(ActorType type, String id) {
        UUID uuid;
        try {
            uuid = UUID.fromString(id);
        } catch (IllegalArgumentException nobodys) {
            return Authority.NONE;
        }
        return switch (type) {
            case PERSON -> of(new PersonId(uuid));
            case MACHINE -> of(new ApiKeyId(uuid));
            case DEVICE, PROCESS -> Authority.NONE;
        };
    }
}
