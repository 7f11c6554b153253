package io.devicetrail.domain.authority;

/** What a role is for. Who administers accounts and settings takes no part in the regulated work, nor in judging it. */
public enum Duty {
    ADMINISTRATION,
    QUALITY,
    WORK;

    /** Whether one person may have both. */
    public boolean goesWith(Duty other) {
        return (this == ADMINISTRATION) == (other == ADMINISTRATION);
    }
}
