package io.devicetrail.domain.authority;

import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToIntFunction;
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
     * several do, a tenant's own after those. Empty if none does.
     */
    public Optional<GrantedRole> roleFor(Permission permission, TenantId tenant, @Nullable SiteId site) {
        return roleFor(permission, tenant, site, role -> 0);
    }

    /**
     * The same, of several the one of the lowest rank; whether that one is fit for it, the operation itself says.
     *
     * @param rank what the operation takes beside the permission
     */
    public Optional<GrantedRole> roleFor(
            Permission permission, TenantId tenant, @Nullable SiteId site, ToIntFunction<GrantedRole> rank) {
        return grants.stream()
                .filter(grant -> active && grant.allows(permission, tenant, site))
                .map(Grant::role)
                .min(Comparator.comparingInt(rank).thenComparing(GrantedRole.ORDER));
    }

    /** Whether any role of theirs is at the tenant or one of its sites: to others it does not exist. */
    public boolean knows(TenantId tenant) {
        return active && grants.stream().anyMatch(grant -> grant.tenant().equals(tenant));
    }

    /** Whether any role of theirs is at the site: of it alone, or of its whole tenant. */
    public boolean knows(TenantId tenant, SiteId site) {
        return active && grants.stream().anyMatch(grant -> grant.covers(tenant, site));
    }

    /**
     * Where the person may ask that question: what it answers is only what is there. A question about a tenant is open
     * to who holds its permission at one of the tenant's sites as well. Empty if nowhere.
     */
    public Set<Place> placesFor(Permission permission) {
        return grants.stream()
                .filter(grant -> active && grant.role().holds(permission))
                .map(Grant::place)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Where the person has any role that counts. */
    public Set<Place> places() {
        return active ? grants.stream().map(Grant::place).collect(Collectors.toUnmodifiableSet()) : Set.of();
    }
}
