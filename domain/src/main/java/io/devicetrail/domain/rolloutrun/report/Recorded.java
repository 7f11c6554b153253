package io.devicetrail.domain.rolloutrun.report;

import io.devicetrail.domain.shared.Metadata;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When an event was recorded, and by whom (21 CFR 11.10(e)).
 *
 * @param index its place in the log
 * @param by name of that moment; empty where the event lacks it, which a report shows
 * @param role in which they did it; empty where the event lacks it
 */
public record Recorded(
        long index,
        Instant at,
        String by,
        String role,
        @Nullable String reason) {
    /** @param metadata by the names of {@link Metadata} */
    public static Recorded of(long index, Instant at, Map<String, ?> metadata) {
        Object reason = metadata.get(Metadata.REASON);
        return new Recorded(
                index,
                at,
                text(metadata.get(Metadata.ACTOR_NAME)),
                text(metadata.get(Metadata.ACTOR_ROLE)),
                reason == null ? null : reason.toString());
    }

    private static String text(@Nullable Object value) {
        return value == null ? "" : value.toString();
    }
}
