package io.devicetrail.queryside.rollouts;

import io.devicetrail.queryside.access.Reach;
import io.devicetrail.queryside.graphql.QueryError;

/** Whether who asks sees all of a tenant, and not some of its sites only. */
final class WholeTenant {
    /** Code of the error for who sees a part of the tenant only. */
    static final String NOT_WHOLE_TENANT = "NOT_WHOLE_TENANT";

    private WholeTenant() {}

    static boolean isSeen(String tenant) {
        return Reach.current().places().stream().anyMatch(place -> place.isOf(tenant) && place.site() == null);
    }

    /**
     * What counts a part would be taken for the whole.
     *
     * @param why a clause that begins the refusal
     * @throws QueryError {@link #NOT_WHOLE_TENANT}
     */
    static void require(String tenant, String why) {
        if (!isSeen(tenant)) {
            throw new QueryError(NOT_WHOLE_TENANT, why + ": ask somebody with a role for the whole tenant.");
        }
    }
}
