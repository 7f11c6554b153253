package io.devicetrail.commandside.reference;

import io.devicetrail.domain.tenant.ListSigners;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Set;

/** A tenant, the sites it has opened, and whose lists it takes. */
public record KnownTenant(TenantId tenant, Set<SiteId> sites, ListSigners listSigners) {}
