package io.devicetrail.domain.signature;

/** Indexes that a log of which nothing is missing would have, both included. */
public record LogGap(long from, long to) {
    public boolean has(long index) {
        return from <= index && index <= to;
    }
}
