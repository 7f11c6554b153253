package io.devicetrail.domain.devicemodel;

/** What a version of a model promises towards the version before it; the names are part of the API. */
public enum Compatibility {
    NONE(false, false),
    /** Who was made for devices of the version before can deal with devices of this one. */
    BACKWARD(true, false),
    /** Who was made for devices of this version can deal with devices of the one before. */
    FORWARD(false, true),
    FULL(true, true);

    private final boolean backward;
    private final boolean forward;

    Compatibility(boolean backward, boolean forward) {
        this.backward = backward;
        this.forward = forward;
    }

    public boolean includes(Compatibility other) {
        return (backward || !other.backward) && (forward || !other.forward);
    }

    /** What is kept if both are all that is kept. */
    Compatibility and(Compatibility other) {
        return of(backward && other.backward, forward && other.forward);
    }

    /** Of the same change undone. */
    Compatibility undone() {
        return of(forward, backward);
    }

    private static Compatibility of(boolean backward, boolean forward) {
        if (backward) {
            return forward ? FULL : BACKWARD;
        }
        return forward ? FORWARD : NONE;
    }
}
