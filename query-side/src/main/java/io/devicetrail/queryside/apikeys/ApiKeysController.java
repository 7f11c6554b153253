package io.devicetrail.queryside.apikeys;

import io.devicetrail.domain.apikey.ApiKeyOutcome;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.Cursor;
import io.devicetrail.queryside.relay.GlobalId;
import io.devicetrail.queryside.relay.Page;
import io.devicetrail.queryside.tenants.Site;
import io.devicetrail.queryside.tenants.Tenants;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers which keys a tenant has. */
@Controller
class ApiKeysController {
    private static final String LIST = "apiKeys";

    private final ApiKeys keys;
    private final Tenants tenants;
    private final Positions positions;

    ApiKeysController(ApiKeys keys, Tenants tenants, Positions positions) {
        this.keys = keys;
        this.tenants = tenants;
        this.positions = positions;
    }

    @QueryMapping
    Page<ApiKey> apiKeys(
            @Argument String tenant,
            @Argument int first,
            @Argument @Nullable String afterCursor,
            @Argument @Nullable Long after) {
        int size = Page.size(first);
        List<Long> from = Cursor.numbers(LIST, 1, afterCursor);
        positions.await(ReadModelName.API_KEYS, after);
        List<ApiKey> rows = keys.list(
                GlobalId.local("Tenant", tenant), from.isEmpty() ? Positions.NONE : from.getFirst(), size + 1);
        return Page.of(rows, size, afterCursor != null, key -> Cursor.of(LIST, key.issuedPosition()));
    }

    @BatchMapping(typeName = "ApiKey")
    Map<ApiKey, Site> site(List<ApiKey> of) {
        Map<UUID, Site> sites = tenants.sites(of.stream()
                .map(ApiKey::siteId)
                .filter(Objects::nonNull)
                .distinct()
                .toList());
        return of.stream()
                .distinct()
                .filter(key -> key.siteId() != null && sites.containsKey(key.siteId()))
                .collect(Collectors.toMap(Function.identity(), key -> Objects.requireNonNull(sites.get(key.siteId()))));
    }

    @SchemaMapping(typeName = "ApiKeyPayload", field = "apiKey")
    @Nullable ApiKey changed(MutationOutcome outcome) {
        if (outcome.subject() == null) {
            return null;
        }
        positions.await(ReadModelName.API_KEYS, outcome.position());
        return keys.byId(UUID.fromString(outcome.subject())).orElse(null);
    }

    /** @param payload a plain outcome where the input was refused before a key was made */
    @SchemaMapping(typeName = "ApiKeySecretPayload", field = "apiKey")
    @Nullable ApiKey issued(Object payload) {
        return payload instanceof ApiKeyOutcome issued ? changed(issued.outcome()) : null;
    }
}
