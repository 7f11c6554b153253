package io.devicetrail.commandside.apikey;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.apikey.ApiKeyCommand.IssueApiKey;
import io.devicetrail.domain.apikey.ApiKeyCommand.RevokeApiKey;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeyOutcome;
import io.devicetrail.domain.apikey.ApiKeyRejection.ApiKeyUnknown;
import io.devicetrail.domain.apikey.KnownApiKeys;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A key belongs to the audit trail of the tenant it opens. */
@Controller
class ApiKeyMutations {
    private final CommandSender sender;
    private final KeyIssue issue;
    private final KnownApiKeys known;

    ApiKeyMutations(CommandSender sender, KeyIssue issue, KnownApiKeys known) {
        this.sender = sender;
        this.issue = issue;
        this.known = known;
    }

    @MutationMapping
    ApiKeyOutcome issueApiKey(@Argument IssueApiKeyInput input, @ContextValue Caller caller) {
        String requestKey = input.clientMutationId();
        Mutation mutation = new Mutation("issueApiKey", requestKey, input.reason(), input.reasonCode());
        return issue.issue(
                caller,
                mutation,
                () -> new IssueApiKey(
                        keyId(caller, requestKey),
                        InputIds.tenant("tenant", input.tenant()),
                        input.site() == null ? null : InputIds.site("site", input.site()),
                        input.name(),
                        input.roles(),
                        permissions(input.permissions()),
                        input.expiresAt()));
    }

    @MutationMapping
    MutationOutcome revokeApiKey(@Argument RevokeApiKeyInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("revokeApiKey", input.clientMutationId(), input.reason(), input.reasonCode());
        MutationOutcome outcome = sender.send(caller, mutation, () -> {
            ApiKeyId key = InputIds.apiKey("key", input.key());
            ApiKeyIssued issued = known.key(key)
                    .orElseThrow(() -> because(new ApiKeyUnknown(key)))
                    .issued();
            return addressed(new RevokeApiKey(key), key, issued.tenant(), issued.site());
        });
        if (outcome.subject() != null) {
            issue.drop(new ApiKeyId(UUID.fromString(outcome.subject())));
        }
        return outcome;
    }

    /** None at all is a slip of whoever made the list, and not a wish for everything. */
    private static List<String> permissions(@Nullable List<String> given) {
        if (given != null && given.isEmpty()) {
            throw new MalformedInput(
                    "permissions", "must name at least one; leave it out for all that the roles allow");
        }
        return given == null ? List.of() : given;
    }

    static Addressed addressed(Object command, ApiKeyId key, TenantId tenant, @Nullable SiteId site) {
        return new Addressed(command, tenant, site, key.toString(), null);
    }

    private static ApiKeyId keyId(Caller caller, @Nullable String requestKey) {
        return requestKey == null || requestKey.isBlank()
                ? new ApiKeyId(UUID.randomUUID())
                : ApiKeyId.of(caller.actorId(), requestKey.strip());
    }

    record IssueApiKeyInput(
            String tenant,
            @Nullable String site,
            String name,
            List<String> roles,
            @Nullable List<String> permissions,
            Instant expiresAt,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record RevokeApiKeyInput(
            String key,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
