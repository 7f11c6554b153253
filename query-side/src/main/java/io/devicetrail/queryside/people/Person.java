package io.devicetrail.queryside.people;

import io.devicetrail.queryside.relay.GlobalId;
import java.time.Instant;
import java.util.UUID;

/** Somebody who is registered. */
record Person(
        UUID personId,
        String issuer,
        String subject,
        String printedName,
        String identityProof,
        boolean active,
        Instant registeredAt,
        long registeredPosition,
        long position) {
    static final String TYPE = "Person";

    public String id() {
        return GlobalId.of(TYPE, personId);
    }
}
