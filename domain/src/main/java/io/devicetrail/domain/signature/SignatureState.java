package io.devicetrail.domain.signature;

import java.util.Collection;

/** How a record stands; derived whenever it is asked for, never stored. */
public enum SignatureState {
    /** Nobody has signed it. */
    UNSIGNED,
    /** What was signed is what it is now. */
    SIGNED,
    /** It was signed, and is something else since. */
    CHANGED_SINCE;

    /**
     * @param position of the record's last event
     * @param signed the positions for which signatures were given
     */
    public static SignatureState of(long position, Collection<Long> signed) {
        if (signed.isEmpty()) {
            return UNSIGNED;
        }
        return signed.contains(position) ? SIGNED : CHANGED_SINCE;
    }
}
