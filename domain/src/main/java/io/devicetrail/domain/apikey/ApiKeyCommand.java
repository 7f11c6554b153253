package io.devicetrail.domain.apikey;

import io.devicetrail.domain.authority.OfOwnKey;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What can be asked about API keys. What makes a key secret is in no command. */
public sealed interface ApiKeyCommand {
    ApiKeyId key();

    /**
     * Lets a machine in, with a key made by {@link ApiKeySecrets}.
     *
     * @param site where the roles count; null for the whole tenant
     * @param name what the machine is called in the audit trail
     * @param roles keys of roles of the regulated work
     * @param permissions those of the roles' that it shall have, by the names of operations; none for all of them
     */
    record IssueApiKey(
            @TargetAggregateIdentifier ApiKeyId key,
            TenantId tenant,
            @Nullable SiteId site,
            String name,
            List<String> roles,
            List<String> permissions,
            Instant expiresAt)
            implements ApiKeyCommand, RegulatedChange {
        /** More than there are roles of the regulated work. */
        public static final int MOST_ROLES = 10;
        /** More than there are operations. */
        public static final int MOST_PERMISSIONS = 200;

        public IssueApiKey {
            name = Shape.text("name", name);
            Shape.within("roles", roles.size(), 1, MOST_ROLES);
            roles = roles.stream().map(role -> Shape.text("roles", role)).toList();
            if (new HashSet<>(roles).size() < roles.size()) {
                throw new MalformedInput("roles", "names a role twice");
            }
            Shape.within("permissions", permissions.size(), 0, MOST_PERMISSIONS);
            permissions = permissions.stream()
                    .map(permission -> Shape.text("permissions", permission))
                    .toList();
            if (new HashSet<>(permissions).size() < permissions.size()) {
                throw new MalformedInput("permissions", "names a permission twice");
            }
        }
    }

    /** Puts a key out of force for good, at its next use. */
    record RevokeApiKey(@TargetAggregateIdentifier ApiKeyId key) implements ApiKeyCommand, RegulatedChange {}

    /** Puts on record that an access token is handed out for a key, before it is. */
    record RecordKeyToken(@TargetAggregateIdentifier ApiKeyTokenId token, ApiKeyId key, Instant expiresAt)
            implements ApiKeyCommand, OfOwnKey {}
}
