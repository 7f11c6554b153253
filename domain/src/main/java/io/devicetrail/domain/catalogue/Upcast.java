package io.devicetrail.domain.catalogue;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Turns the stored shape of an event into that of the next revision, whenever it is read; what is stored stays as it
 * is.
 *
 * @param name of the event
 * @param from revision of the shape it takes; it gives {@code from + 1}
 * @param change of the payload, a JSON object as map: strings, {@link Number}, {@link Boolean}, lists and maps
 */
public record Upcast(String name, int from, UnaryOperator<Map<String, Object>> change) {}
