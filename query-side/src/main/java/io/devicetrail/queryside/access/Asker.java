package io.devicetrail.queryside.access;

import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Who asks. Their authority is read from the log once, when it is first needed, and holds for the request; that of a
 * stream is read again and again while it is open.
 */
final class Asker {
    private final Authorities authorities;
    private final ActorType type;
    private final String id;
    private final BooleanSupplier standing;
    private @Nullable Authority authority;
    private long readAt;

    /**
     * @param asks a person or a machine
     * @param standing whether they are signed in still; without that no role counts
     */
    Asker(Authorities authorities, Caller asks, BooleanSupplier standing) {
        this.standing = standing;
        this.authorities = authorities;
        this.type = asks.actorType();
        this.id = asks.actorId();
    }

    /** As events name them. */
    String id() {
        return id;
    }

    synchronized Authority authority() {
        return authority == null ? read() : authority;
    }

    /** As {@link #authority()}, but none that was read longer ago. */
    synchronized Authority authority(Duration oldest) {
        return authority == null || System.nanoTime() - readAt >= oldest.toNanos() ? read() : authority;
    }

    private Authority read() {
        long begin = System.nanoTime();
        Authority read = standing.getAsBoolean() ? authorities.of(type, id) : Authority.NONE;
        authority = read;
        readAt = begin;
        return read;
    }
}
