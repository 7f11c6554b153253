package io.devicetrail.domain.signature;

/**
 * An event as the log stores it: its bytes, and not what today's classes make of them.
 *
 * @param index its place in the log
 * @param stream id of its aggregate
 * @param name in the catalogue, as stored
 * @param payload JSON
 * @param metadata JSON
 */
public record StoredEntry(long index, String stream, String name, int revision, byte[] payload, byte[] metadata) {}
