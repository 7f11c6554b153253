package io.devicetrail.domain.shared;

/** What kind of actor caused a change. */
public enum ActorType {
    PERSON,
    DEVICE,
    PROCESS,
    /** A program of somebody's, known by its API key. */
    MACHINE;

    /** Whether it asks from outside, and so for a permission at every use (21 CFR 11.10(g)). */
    public boolean asksForPermission() {
        return this == PERSON || this == MACHINE;
    }
}
