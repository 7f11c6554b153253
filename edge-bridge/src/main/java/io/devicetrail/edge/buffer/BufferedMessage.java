package io.devicetrail.edge.buffer;

/** A stored message, ready to publish. The id is the buffer's own and never leaves this process. */
@SuppressWarnings("ArrayRecordComponent") // handed straight to MQTT, never compared
public record BufferedMessage(long id, long seq, byte[] payload) {}
