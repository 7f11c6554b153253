package io.devicetrail.queryside.deadletters;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** @param cause null if it only waits behind one that could not be applied */
record DeadLetter(
        String processor,
        long index,
        String stream,
        String tenant,
        String event,
        @Nullable String cause,
        Instant parkedAt) {}
