package io.devicetrail.domain.catalogue;

/**
 * One line of the catalogue.
 *
 * @param name the stored name, {@code <aggregate>.<Event>}; never changed, never used for anything else
 * @param revision of the payload's shape, from 1
 * @param type today's class for it
 */
public record StoredEvent(String name, int revision, Class<?> type) {}
