package io.devicetrail.update.metadata.repository;

import io.devicetrail.update.metadata.Role;
import java.time.Duration;

/**
 * How long each role is believed from its signing on. The timestamp's is how long a device can be kept from news
 * unseen.
 */
public record Lifetimes(Duration root, Duration targets, Duration snapshot, Duration timestamp) {
    public static final Lifetimes USUAL =
            new Lifetimes(Duration.ofDays(365), Duration.ofDays(90), Duration.ofDays(90), Duration.ofDays(1));

    public Duration of(Role role) {
        return switch (role) {
            case ROOT -> root;
            case TARGETS -> targets;
            case SNAPSHOT -> snapshot;
            case TIMESTAMP -> timestamp;
        };
    }
}
