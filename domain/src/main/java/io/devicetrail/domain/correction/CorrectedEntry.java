package io.devicetrail.domain.correction;

/**
 * Which entry a correction is about.
 *
 * @param index log index of its event
 * @param ordinal number of the entry within the event, from 0
 * @param number of this correction among those of the entry, from 1
 */
public record CorrectedEntry(long index, int ordinal, int number) {
    /** As copies of the audit trail tell it. */
    @Override
    public String toString() {
        return index + "/" + ordinal;
    }
}
