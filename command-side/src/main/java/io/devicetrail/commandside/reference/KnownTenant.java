package io.devicetrail.commandside.reference;

import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Set;

/** A tenant and the sites it has opened. */
public record KnownTenant(TenantId tenant, Set<SiteId> sites) {}
