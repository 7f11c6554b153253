package io.devicetrail.artifacts.updates;

import io.devicetrail.domain.tenant.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Whose repositories there have to be: of whom something was told here, and of whom a key signed a root. Of the first
 * alone nobody would miss a directory that is lost, or not mounted.
 */
final class TenantFolders {
    private final ReleaseLists lists;
    private final Path keys;

    TenantFolders(ReleaseLists lists, Path keys) {
        this.lists = lists;
        this.keys = keys;
    }

    KeyFolder keys(TenantId tenant) {
        return new KeyFolder(keys.resolve(tenant.value()));
    }

    /** @return a sentence for each of the two directories that cannot be listed */
    List<String> addTo(Set<TenantId> tenants) {
        List<String> troubles = new ArrayList<>();
        try {
            tenants.addAll(lists.tenants());
        } catch (IOException | RuntimeException e) {
            troubles.add("devicetrail.updates.directory cannot be listed, so a tenant may be missing: " + e);
        }
        try {
            tenants.addAll(begun());
        } catch (IOException | RuntimeException e) {
            troubles.add("devicetrail.updates.keys cannot be listed, so a tenant may be missing: " + e);
        }
        return troubles;
    }

    /** Those whose devices have a root. */
    private Set<TenantId> begun() throws IOException {
        Set<TenantId> begun = new LinkedHashSet<>(ReleaseLists.tenantsIn(keys));
        begun.removeIf(tenant -> !keys(tenant).isBegun());
        return begun;
    }

    /**
     * What is told is kept for good, so it must not be written where it is not found again.
     *
     * @throws IOException if nothing is in the directory though there were repositories; the event waits, and health
     *     {@code processors} says so
     */
    void requireThere(TenantId tenant) throws IOException {
        if (!Files.exists(lists.folder(tenant)) && lists.tenants().isEmpty() && !begun().isEmpty()) {
            throw new IOException("devicetrail.updates.directory is empty, and there are keys of repositories in "
                    + keys + ": mount it, or put it back from a copy; if there is none, see \"What is lost\" in"
                    + " docs/updates.md");
        }
    }
}
