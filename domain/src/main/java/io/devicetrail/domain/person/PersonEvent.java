package io.devicetrail.domain.person;

import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to people. Nothing here is secret: what proves an identity is never in an event. */
public sealed interface PersonEvent {
    PersonId person();

    /** Identity verified and registered (21 CFR 11.100(b)). */
    @Revision("1")
    record PersonRegistered(PersonId person, String issuer, String subject, String printedName, String identityProof)
            implements PersonEvent {}

    @Revision("1")
    record PersonDeactivated(PersonId person) implements PersonEvent {}

    @Revision("1")
    record PersonReactivated(PersonId person) implements PersonEvent {}

    /** @param duty what the role was for when it was granted */
    @Revision("1")
    record RoleGranted(
            PersonId person, TenantId tenant, @Nullable SiteId site, String role, Duty duty, String trainingRecord)
            implements PersonEvent {}

    @Revision("1")
    record RoleRevoked(
            PersonId person, TenantId tenant, @Nullable SiteId site, String role) implements PersonEvent {}
}
