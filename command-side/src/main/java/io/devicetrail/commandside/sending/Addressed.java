package io.devicetrail.commandside.sending;

import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * A command that knows where it belongs.
 *
 * @param tenant that of the record concerned, never one the caller merely claims
 * @param site of the record concerned, where it has one
 * @param subject id of the record concerned; also its stream in the log
 * @param related a second id the answer needs: the site that was opened, the model version concerned
 */
public record Addressed(
        Object command,
        TenantId tenant,
        @Nullable SiteId site,
        String subject,
        @Nullable String related) {}
