package io.devicetrail.artifacts.updates;

import io.devicetrail.update.metadata.Target;
import java.util.List;

/**
 * What the log says that a tenant's devices may install.
 *
 * @param targets in the order of their publication
 * @param leftOut a sentence for each published release that cannot be among them
 * @param unread a sentence for each release of which the log cannot be asked; it is among the targets if it was before
 */
record Wanted(List<Target> targets, List<String> leftOut, List<String> unread) {
    Wanted {
        targets = List.copyOf(targets);
        leftOut = List.copyOf(leftOut);
        unread = List.copyOf(unread);
    }
}
