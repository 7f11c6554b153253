package io.devicetrail.domain.release;

import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;

/** What happened to software releases. */
public sealed interface SoftwareReleaseEvent {
    SoftwareReleaseId release();

    TenantId tenant();

    @Revision("1")
    record SoftwareReleasePublished(SoftwareReleaseId release, TenantId tenant, SoftwareRelease content)
            implements SoftwareReleaseEvent {}

    /** Why is in the metadata, as of every change of what is regulated. */
    @Revision("1")
    record SoftwareReleaseWithdrawn(SoftwareReleaseId release, TenantId tenant) implements SoftwareReleaseEvent {}
}
