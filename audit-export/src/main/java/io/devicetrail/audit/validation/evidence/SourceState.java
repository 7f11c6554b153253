package io.devicetrail.audit.validation.evidence;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which source the pack is of.
 *
 * @param commit its full name; null where the tree is of no repository
 * @param changes files that differ from the commit, or that it does not have
 */
public record SourceState(@Nullable String commit, List<String> changes) {
    public boolean isClean() {
        return commit != null && changes.isEmpty();
    }

    /** Of changes that are in no commit, nobody can get the source again. */
    public Standing standing() {
        return isClean() ? Standing.PASSED : Standing.OPEN;
    }

    /** Whether what was tested can be had again, for a person. */
    public String told() {
        if (isClean()) {
            return "clean: what was tested is the commit";
        }
        return changes.isEmpty()
                ? "of no commit that is known"
                : "NOT clean: " + changes.size() + " files differ from the commit, such as " + changes.getFirst();
    }

    /** For a person and for files. */
    public String name() {
        return commit == null ? "unknown" : commit;
    }
}
