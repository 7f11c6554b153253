package io.devicetrail.edge.buffer;

/**
 * The buffer in numbers.
 *
 * @param buffered messages stored and not yet acknowledged
 * @param appended messages stored since this process started
 * @param acknowledged messages the broker took since this process started
 * @param dropped messages given up because the buffer was full, since the buffer file was made
 */
public record BufferFigures(String boot, long buffered, long appended, long acknowledged, long dropped) {}
