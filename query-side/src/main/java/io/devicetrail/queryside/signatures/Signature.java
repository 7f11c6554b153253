package io.devicetrail.queryside.signatures;

import io.devicetrail.domain.signature.SignatureMeaning;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Somebody's name under a version of a record. */
record Signature(
        UUID id,
        UUID person,
        String printedName,
        Instant signedAt,
        String zone,
        String offset,
        SignatureMeaning meaning,
        String hash,
        long position,
        List<String> components,
        long index) {}
