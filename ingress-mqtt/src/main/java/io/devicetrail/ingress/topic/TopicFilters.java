package io.devicetrail.ingress.topic;

/** What the ingress subscribes to. */
public final class TopicFilters {
    private static final String SHARE = "$share/devicetrail/" + Topic.ROOT + "+/+/";

    /** Shared by all connections of all nodes: each message goes to one of them. */
    public static final String TELEMETRY = SHARE + "telemetry";

    /** On one connection per node, as coming must not overtake going. */
    public static final String PRESENCE = SHARE + "presence";

    /** On one connection per node, as "executing" must not overtake "succeeded". */
    public static final String ACKS = SHARE + "ack/+";

    /** On one connection per node, as the newer word must not be overtaken by the older one. */
    public static final String STATE = SHARE + "state";

    /** On one connection per node, as "installed" must not overtake "verified". */
    public static final String UPDATES = SHARE + "update";

    private TopicFilters() {}
}
