package io.devicetrail.domain.incident;

import io.devicetrail.domain.tenant.TenantId;
import java.util.List;
import java.util.concurrent.TimeoutException;

/**
 * Tells how the devices of a tenant's sites can be heard: a copy of the log, which may be behind by what comes
 * meanwhile.
 */
@FunctionalInterface
public interface SiteStandings {
    /**
     * Of all sites where something is silent, flapping or settled; all that was stored before the question is in it.
     *
     * @throws TimeoutException if the copy does not come that far within a moment
     */
    List<SiteStanding> of(TenantId tenant) throws TimeoutException;
}
