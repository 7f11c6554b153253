package io.devicetrail.queryside.graphql;

import graphql.GraphQLContext;
import io.devicetrail.domain.shared.RequestOver;
import java.util.function.BooleanSupplier;

/** Whether anybody still waits for a request: what nobody waits for is not worked on any further. */
public final class RequestDeadline {
    /** Code of the error. */
    public static final String TIMED_OUT = "REQUEST_TIMED_OUT";

    private RequestDeadline() {}

    /** @throws QueryError {@link #TIMED_OUT} if it is over */
    public static void require(GraphQLContext context) {
        if (context.get(RequestOver.KEY) instanceof BooleanSupplier over && over.getAsBoolean()) {
            throw new QueryError(TIMED_OUT, "Nobody waits for this any more; it was not begun.");
        }
    }
}
