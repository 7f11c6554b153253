package io.devicetrail.queryside.relay;

import io.devicetrail.domain.authority.Permission;
import org.jspecify.annotations.Nullable;

/** Finds the objects of one GraphQL type for {@code node(id)}. */
public interface NodeFinder {
    String type();

    /** Of who may ask for one: the object is only found where they hold it. */
    Permission permission();

    /** The object, whose class has the type's name; null if there is none. */
    @Nullable Object find(String localId);
}
