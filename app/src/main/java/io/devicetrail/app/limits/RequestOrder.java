package io.devicetrail.app.limits;

/** In which order a GraphQL request is held against what it may cost. Who asks is found out in between. */
final class RequestOrder {
    static final int LIMIT = -300;
    static final int ALLOW_LIST = -200;
    /** Last: whoever comes after works in other threads. */
    static final int TIME_LIMIT = Integer.MAX_VALUE;

    private RequestOrder() {}
}
