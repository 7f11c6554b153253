package io.devicetrail.ingress.connection;

import java.time.Instant;
import java.util.Optional;

/** Whether devices can be heard at all. */
@FunctionalInterface
public interface BrokerLink {
    /** Since when this node has heard the broker without a break; empty while it does not. */
    Optional<Instant> upSince();
}
