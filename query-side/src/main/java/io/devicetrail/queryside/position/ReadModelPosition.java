package io.devicetrail.queryside.position;

/** How far a read model has come; {@link Positions#NONE} for not at all. */
record ReadModelPosition(String name, long position) {}
