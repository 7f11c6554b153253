package io.devicetrail.queryside.audittrail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What an entry should have said. */
record EntryCorrection(
        String id,
        int number,
        long position,
        @Nullable String from,
        @Nullable String to,
        Instant correctedAt,
        String by,
        String role,
        @Nullable String reasonCode,
        @Nullable String reason) {}
