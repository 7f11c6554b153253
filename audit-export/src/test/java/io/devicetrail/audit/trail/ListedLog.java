package io.devicetrail.audit.trail;

import io.devicetrail.domain.catalogue.EventCatalogue;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A log in memory. */
public final class ListedLog implements LogReader {
    /** When its first event was recorded; each later one 1.000001 s after the one before. */
    public static final Instant START = Instant.parse("2026-11-20T10:00:00.000001Z");

    private final List<LoggedEvent> events = new CopyOnWriteArrayList<>();

    public static ListedLog ofEveryEvent(TenantId tenant) {
        ListedLog log = new ListedLog();
        EveryEvent.of(tenant).forEach(event -> log.append(tenant, event));
        return log;
    }

    public void append(TenantId tenant, Object payload) {
        long index = events.size();
        append(event(index, tenant, payload, START.plusSeconds(index).plusNanos(index * 1_000)));
    }

    public void append(LoggedEvent event) {
        events.add(event);
    }

    public List<LoggedEvent> events() {
        return List.copyOf(events);
    }

    public static LoggedEvent event(long index, TenantId tenant, Object payload, Instant recordedAt) {
        Map<String, String> metadata = new LinkedHashMap<>();
        Caller.process("test")
                .toMetadata(tenant.value())
                .forEach((name, value) -> metadata.put(name, value.toString()));
        metadata.put(Metadata.REASON, "+41 said so");
        metadata.put(Metadata.ZONE, "Europe/Zurich");
        metadata.put(Metadata.CORRELATION_ID, "correlation-" + index);
        metadata.put(Metadata.CAUSATION_ID, "causation-" + index);
        metadata.put(Metadata.COMMAND_ID, "command-" + index);
        String name = EventCatalogue.of(payload.getClass()).orElseThrow().name();
        return new LoggedEvent(index, name, recordedAt, payload, metadata);
    }

    @Override
    public long head() {
        return events.size() - 1L;
    }

    @Override
    public boolean knows(TenantId tenant) {
        return events.stream()
                .anyMatch(e -> e.payload() instanceof TenantCreated created
                        && created.tenant().equals(tenant));
    }

    @Override
    public void read(long first, long last, Sink sink) throws IOException {
        for (long index = first; index <= last; index++) {
            sink.accept(events.get(Math.toIntExact(index)));
        }
    }
}
