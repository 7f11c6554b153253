package io.devicetrail.domain.tenant;

import org.axonframework.serialization.Revision;

/** What happened to tenants. */
public sealed interface TenantEvent {
    TenantId tenant();

    @Revision("1")
    record TenantCreated(TenantId tenant, String name) implements TenantEvent {}

    @Revision("1")
    record SiteOpened(TenantId tenant, SiteId site, String key, String name, String zone) implements TenantEvent {}

    /** The tenant told an agency that its electronic signatures bind as handwritten ones do (21 CFR 11.100(c)). */
    @Revision("1")
    record SignaturesCertified(TenantId tenant, String agency, String document) implements TenantEvent {}
}
