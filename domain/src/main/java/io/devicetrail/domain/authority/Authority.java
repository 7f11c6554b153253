package io.devicetrail.domain.authority;

import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a person may do at this moment. Holds for one use: it is asked for again at the next (21 CFR 11.10(g)).
 *
 * @param active without it no grant counts
 */
public record Authority(boolean active, Set<Grant> grants) {
    /** That of somebody who is not registered. */
    public static final Authority NONE = new Authority(false, Set.of());

    public Authority {
        grants = Set.copyOf(grants);
    }

    /**
     * The role that allows it, which the event will name as the one in force; the first in the order of {@link Role} if
     * several do. Empty if none does.
     */
    public Optional<Role> roleFor(Permission permission, TenantId tenant, @Nullable SiteId site) {
        return grants.stream()
                .filter(grant -> active && grant.allows(permission, tenant, site))
                .map(Grant::role)
                .min(Comparator.naturalOrder());
    }

    /** Whether any role of theirs is at the tenant or one of its sites: to others it does not exist. */
    public boolean knows(TenantId tenant) {
        return active && grants.stream().anyMatch(grant -> grant.tenant().equals(tenant));
    }

    /**
     * Where the person may ask that question: what it answers is only what is there. A question about a tenant is open
     * to who holds its permission at one of the tenant's sites as well. Empty if nowhere.
     */
    public Set<Place> placesFor(Permission permission) {
        return grants.stream()
                .filter(grant -> active && permission.heldBy(grant.role()))
                .map(Grant::place)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Where the person has any role that counts. */
    public Set<Place> places() {
        return active ? grants.stream().map(Grant::place).collect(Collectors.toUnmodifiableSet()) : Set.of();
    }
}
