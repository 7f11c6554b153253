package io.devicetrail.audit.trail;

import java.time.Instant;
import java.util.Map;

/**
 * One event as the log holds it.
 *
 * @param index its place in the log, from 0, without gaps
 * @param name its stored name in the catalogue
 * @param recordedAt when the event store recorded it, UTC
 * @param payload today's class of the event
 * @param metadata by the names of {@link io.devicetrail.domain.shared.Metadata}
 */
public record LoggedEvent(long index, String name, Instant recordedAt, Object payload, Map<String, String> metadata) {}
