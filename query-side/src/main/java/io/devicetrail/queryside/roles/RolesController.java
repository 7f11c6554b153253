package io.devicetrail.queryside.roles;

import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.Page;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers which roles a tenant has. */
@Controller
class RolesController {
    private static final String LIST = "roles";

    private final TenantRoles roles;
    private final Positions positions;

    RolesController(TenantRoles roles, Positions positions) {
        this.roles = roles;
        this.positions = positions;
    }

    @QueryMapping
    Page<TenantRole> roles(
            @Argument String tenant,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        positions.await(ReadModelName.TENANTS, after);
        positions.await(ReadModelName.OWN_ROLES, after);
        List<TenantRole> rows = roles.list(
                GlobalId.local("Tenant", tenant), from.isEmpty() ? Long.MIN_VALUE : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, role -> Cursor.of(LIST, role.place()));
    }

    @SchemaMapping(typeName = "RolePayload", field = "role")
    @Nullable TenantRole changed(MutationOutcome outcome) {
        if (outcome.subject() == null) {
            return null;
        }
        positions.await(ReadModelName.OWN_ROLES, outcome.position());
        return roles.byId(UUID.fromString(outcome.subject())).orElse(null);
    }
}
