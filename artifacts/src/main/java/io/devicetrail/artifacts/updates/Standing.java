package io.devicetrail.artifacts.updates;

import java.util.List;

/**
 * How a tenant's repository is after a look at it.
 *
 * @param troubles a sentence for each, with its mend; empty if all is published and nothing ends soon
 * @param leftOut a sentence for each published release that devices cannot be told of
 */
public record Standing(List<String> troubles, List<String> leftOut) {
    public Standing {
        troubles = List.copyOf(troubles);
        leftOut = List.copyOf(leftOut);
    }
}
