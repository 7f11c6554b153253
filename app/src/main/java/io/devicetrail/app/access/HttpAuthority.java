package io.devicetrail.app.access;

import io.devicetrail.commandside.sending.LogUnavailable;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.tenant.TenantId;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.stereotype.Component;

/** Asks what is not GraphQL for its permission, at every request. */
@Component
class HttpAuthority {
    private final Authorities authorities;

    HttpAuthority(Authorities authorities) {
        this.authorities = authorities;
    }

    /** What was decided, and about what. */
    static final class Decision extends AuthorizationDecision {
        private static final long serialVersionUID = 1L;

        private final Permission permission;
        private final String where;
        private final boolean hidden;

        Decision(boolean granted, Permission permission, String where, boolean hidden) {
            super(granted);
            this.permission = permission;
            this.where = where;
            this.hidden = hidden;
        }

        Permission permission() {
            return permission;
        }

        /** The tenant asked about, as it was written. */
        String where() {
            return where;
        }

        /** Whether to answer as if the tenant did not exist. */
        boolean hidden() {
            return hidden;
        }
    }

    /** Nothing could be decided. */
    static final class Away extends AuthorizationDecision {
        private static final long serialVersionUID = 1L;

        Away() {
            super(false);
        }
    }

    AuthorizationManager<RequestAuthorizationContext> ofInstallation(Permission permission) {
        return asking(permission, request -> TenantId.INSTALLATION.value());
    }

    AuthorizationManager<RequestAuthorizationContext> ofTenantIn(String parameter, Permission permission) {
        return asking(permission, request -> request.getParameter(parameter));
    }

    private AuthorizationManager<RequestAuthorizationContext> asking(
            Permission permission, Function<HttpServletRequest, @Nullable String> where) {
        return (authentication, context) -> {
            if (!(authentication.get() instanceof SignedIn signedIn)) {
                return new AuthorizationDecision(false);
            }
            String named = where.apply(context.getRequest());
            TenantId tenant = tenant(named);
            Authority authority;
            try {
                authority = authorities.of(signedIn.actorType(), signedIn.actorId());
            } catch (LogUnavailable away) {
                return new Away();
            }
            boolean granted = tenant == null
                    ? authority.active()
                    : authority.roleFor(permission, tenant, null).isPresent();
            boolean hidden = tenant != null && !authority.knows(tenant);
            return new Decision(granted, permission, String.valueOf(named), hidden);
        };
    }

    /** Null for what is no name of a tenant: the request goes on to be told so. */
    private static @Nullable TenantId tenant(@Nullable String named) {
        try {
            return TenantId.of(named);
        } catch (MalformedInput noName) {
            return null;
        }
    }
}
