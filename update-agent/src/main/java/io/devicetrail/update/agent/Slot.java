package io.devicetrail.update.agent;

/** The names are those of the folders. */
enum Slot {
    a,
    b;

    Slot other() {
        return this == a ? b : a;
    }
}
