package io.devicetrail.domain.shared;

/** Where a GraphQL request says whether anybody still waits for its answer. */
public final class RequestOver {
    /** Key in the request's context, of a {@link java.util.function.BooleanSupplier}; absent where nobody limits it. */
    public static final String KEY = "request.over";

    private RequestOver() {}
}
