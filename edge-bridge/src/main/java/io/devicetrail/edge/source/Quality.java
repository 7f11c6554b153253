package io.devicetrail.edge.source;

/** How far a value can be trusted; the three OPC UA severities, used for every protocol. */
public enum Quality {
    GOOD,
    UNCERTAIN,
    BAD
}
