package io.devicetrail.audit.copy;

import io.devicetrail.domain.tenant.TenantId;

/** A copy for a tenant that never was: an empty one would look like evidence that nothing happened. */
final class UnknownTenant extends RuntimeException {
    UnknownTenant(TenantId tenant) {
        super("the log knows no tenant " + tenant + "; check the short name");
    }
}
