package io.devicetrail.queryside.relay;

import org.jspecify.annotations.Nullable;

/** Finds the objects of one GraphQL type for {@code node(id)}. */
public interface NodeFinder {
    String type();

    /** The object, whose class has the type's name; null if there is none. */
    @Nullable Object find(String localId);
}
