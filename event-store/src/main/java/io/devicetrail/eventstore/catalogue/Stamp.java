package io.devicetrail.eventstore.catalogue;

import io.devicetrail.domain.shared.Metadata;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Stamps every event with when, where and by what clock it was recorded: the one place that does. Who and why come with
 * the command, see {@link Provenance}.
 */
public final class Stamp implements MessageDispatchInterceptor<EventMessage<?>> {
    private static final DateTimeFormatter MICROS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final ZoneId zone;
    private final Supplier<Map<String, String>> clockQuality;

    /** @param clockQuality metadata entries that tell how good the clock is; empty if nothing tells */
    public Stamp(ZoneId zone, Supplier<Map<String, String>> clockQuality) {
        this.zone = zone;
        this.clockQuality = clockQuality;
    }

    @Override
    public BiFunction<Integer, EventMessage<?>, EventMessage<?>> handle(List<? extends EventMessage<?>> messages) {
        return (index, event) -> event.andMetaData(stampOf(event));
    }

    private Map<String, @Nullable Object> stampOf(EventMessage<?> event) {
        Map<String, @Nullable Object> stamp = new HashMap<>();
        stamp.put(Metadata.RECORDED_AT, MICROS.format(event.getTimestamp().truncatedTo(ChronoUnit.MICROS)));
        stamp.put(Metadata.ZONE, zone.getId());
        stamp.putAll(clockQuality.get());
        return stamp;
    }
}
