package io.devicetrail.domain.replay;

/**
 * How one read model came out of a replay.
 *
 * @param position log index at which it was compared
 * @param digestBefore SHA-256 of its content before, lower-case hex
 * @param digestAfter the same after it was made anew
 */
public record Rebuilt(String readModel, long position, String digestBefore, String digestAfter) {}
