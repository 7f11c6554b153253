package io.devicetrail.domain.connectivity;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the policy says.
 *
 * @param since from when this has been so
 * @param nextAt when the judgement will change if nothing is heard; null if it will not
 */
public record Judgement(
        Connectivity connectivity,
        List<ConnectivityReason> reasons,
        Instant since,
        @Nullable Instant nextAt) {}
