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

    /** From here on the manufacturer's lists are taken with a signature only: by this signer's, or another that is trusted. */
    @Revision("1")
    record ListSignerTrusted(TenantId tenant, String manufacturer, ListSigner signer) implements TenantEvent {}

    /** From here on this signer's signature opens nothing; what it signed before stays as it is. */
    @Revision("1")
    record ListSignerDistrusted(TenantId tenant, String manufacturer, String fingerprint) implements TenantEvent {}
}
