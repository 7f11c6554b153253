package io.devicetrail.app.claims;

import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;

/** Sends what the mapping of one issuer decided, in the name of that mapping. */
final class MappingCommands {
    /** Longest wait for the log: who asks waits as well. */
    static final int ANSWER_SECONDS = 10;

    private final CommandGateway commands;

    MappingCommands(CommandGateway commands) {
        this.commands = commands;
    }

    /** As events name the actor: by it the mapping knows again what it gave. */
    static String process(ClaimMapping mapping) {
        return "claims:" + mapping.issuer();
    }

    /**
     * @return why it was refused; empty if it was done
     * @throws MappingAwayException if it is not known whether the log has it
     */
    Optional<Rejection> send(
            Object command, ClaimMapping mapping, TenantId tenant, @Nullable SiteId site, String reason) {
        Caller caller = new Caller(
                ActorType.PROCESS,
                process(mapping),
                "Claims of " + mapping.issuer(),
                "process",
                "oidc",
                "local",
                "devicetrail",
                null,
                reason);
        Map<String, Object> metadata = caller.toMetadata(tenant.value());
        if (site != null) {
            metadata.put(Metadata.SITE, site.toString());
        }
        try {
            commands.<@Nullable Object>sendAndWait(command, MetaData.from(metadata), ANSWER_SECONDS, TimeUnit.SECONDS);
            return Optional.empty();
        } catch (CommandExecutionException refused) {
            return Optional.of(refused.getDetails()
                    .filter(Rejection.class::isInstance)
                    .map(Rejection.class::cast)
                    .orElseThrow(() -> new MappingAwayException("a role could not be mapped", refused)));
        } catch (RuntimeException away) {
            throw new MappingAwayException("a role could not be mapped", away);
        }
    }
}
