package io.devicetrail.commandside.sending;

import io.devicetrail.commandside.authority.CallerSource;
import io.devicetrail.commandside.authority.Origin;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Grant;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.springframework.graphql.server.WebGraphQlRequest;

/** The one who asks in these tests, and what they may do: nothing, until a test says so. */
final class TestPeople implements CallerSource, Authorities {
    static final PersonId ADA = PersonId.of(PersonId.LOCAL, "ada");

    static final PersonId BEN = PersonId.of(PersonId.LOCAL, "ben");

    private final Set<Grant> grants = ConcurrentHashMap.newKeySet();
    private volatile PersonId asks = ADA;

    /** Who asks from now on, with the same roles. */
    void actAs(PersonId person) {
        asks = person;
    }

    void grant(TenantId tenant, Role role) {
        grants.add(new Grant(tenant, null, role));
    }

    /** One of the tenant's own. */
    void grant(TenantId tenant, GrantedRole role) {
        grants.add(new Grant(tenant, null, role));
    }

    void grantAt(TenantId tenant, SiteId site, Role role) {
        grants.add(new Grant(tenant, site, role));
    }

    void grantAll(String tenant) {
        for (Role role : Role.values()) {
            grant(role == Role.PLATFORM_ADMINISTRATOR ? TenantId.INSTALLATION : new TenantId(tenant), role);
        }
    }

    void revokeAll() {
        grants.clear();
    }

    @Override
    public Authority of(PersonId person) {
        return person.equals(asks) ? new Authority(true, grants) : Authority.NONE;
    }

    @Override
    public BooleanSupplier standing(WebGraphQlRequest request) {
        return () -> true;
    }

    @Override
    public Authority of(ApiKeyId key) {
        return Authority.NONE;
    }

    @Override
    public Caller callerOf(WebGraphQlRequest request) {
        Origin origin = Origin.of(request.getRemoteAddress(), request.getHeaders());
        return new Caller(
                ActorType.PERSON,
                asks.toString(),
                "Ada Lovelace",
                "none",
                "pwd otp",
                origin.address(),
                origin.client(),
                null,
                null);
    }
}
