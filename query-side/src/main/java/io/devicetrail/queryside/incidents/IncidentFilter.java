package io.devicetrail.queryside.incidents;

import io.devicetrail.domain.incident.IncidentKind;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which incidents to list; what is null holds for all.
 *
 * @param closed whether those that are closed are listed too
 */
record IncidentFilter(
        String tenant,
        @Nullable UUID site,
        @Nullable UUID device,
        @Nullable IncidentKind kind,
        boolean closed) {}
