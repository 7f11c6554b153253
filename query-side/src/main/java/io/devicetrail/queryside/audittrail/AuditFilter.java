package io.devicetrail.queryside.audittrail;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Which entries; a condition that is null holds for all. */
record AuditFilter(
        String tenant,
        @Nullable String record,
        @Nullable String actor,
        @Nullable Instant from,
        @Nullable Instant to) {}
