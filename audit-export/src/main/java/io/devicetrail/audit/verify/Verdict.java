package io.devicetrail.audit.verify;

import java.util.List;

/**
 * What a verification found.
 *
 * @param origin name of the ledger; empty if not even that could be read
 * @param size events under the checkpoint
 * @param compared whether the log was compared as well
 * @param found how many findings there are
 * @param findings the first of them, lowest index first
 */
public record Verdict(String origin, long size, boolean compared, long found, List<Finding> findings) {
    /**
     * @param index of the first event that it concerns; {@link #NOT_OF_AN_EVENT} for signatures and the like
     * @param what differs, for a person
     */
    public record Finding(long index, String what) {
        public static final long NOT_OF_AN_EVENT = -1;

        @Override
        public String toString() {
            return index == NOT_OF_AN_EVENT ? what : "event " + index + ": " + what;
        }
    }

    public boolean ok() {
        return found == 0;
    }
}
