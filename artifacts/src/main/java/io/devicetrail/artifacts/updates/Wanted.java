package io.devicetrail.artifacts.updates;

import io.devicetrail.update.metadata.Target;
import java.util.List;

/**
 * What the log says that a tenant's devices may install.
 *
 * @param targets in the order of their publication
 * @param leftOut a sentence for each published release that cannot be among them
 */
record Wanted(List<Target> targets, List<String> leftOut) {
    Wanted {
        targets = List.copyOf(targets);
        leftOut = List.copyOf(leftOut);
    }
}
