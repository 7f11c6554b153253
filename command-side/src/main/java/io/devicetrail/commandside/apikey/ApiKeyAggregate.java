package io.devicetrail.commandside.apikey;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.apikey.ApiKeyCommand.IssueApiKey;
import io.devicetrail.domain.apikey.ApiKeyCommand.RevokeApiKey;
import io.devicetrail.domain.apikey.ApiKeyEvent;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyIssued;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyRevoked;
import io.devicetrail.domain.apikey.ApiKeyEvent.ApiKeyTokenIssued;
import io.devicetrail.domain.apikey.ApiKeyId;
import io.devicetrail.domain.apikey.ApiKeyRejection.AlreadyRevoked;
import io.devicetrail.domain.apikey.ApiKeyRejection.ExpiryUnfit;
import io.devicetrail.domain.apikey.ApiKeyRejection.PermissionNotOfRoles;
import io.devicetrail.domain.apikey.ApiKeyRejection.RoleNotForKeys;
import io.devicetrail.domain.authority.Duty;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.authority.Role;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

@Aggregate(type = "apikey")
class ApiKeyAggregate {
    /** Longest life of a key: somebody has to look at it about once a year. */
    static final Duration LONGEST = Duration.ofDays(400);

    @AggregateIdentifier
    private @Nullable ApiKeyId key;

    private boolean revoked;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(IssueApiKey c, References references, Clock clock) {
        unless(key == null, new KeyReused());
        references.requireTenant(c.tenant());
        references.requirePlace(c.tenant(), c.site());
        c.roles().forEach(role -> unless(isForKeys(role), new RoleNotForKeys(role)));
        c.permissions()
                .forEach(permission -> unless(isOf(c.roles(), permission), new PermissionNotOfRoles(permission)));
        Instant now = clock.instant();
        boolean fits = c.expiresAt().isAfter(now) && !c.expiresAt().isAfter(now.plus(LONGEST));
        unless(fits, new ExpiryUnfit(LONGEST));
        apply(new ApiKeyIssued(c.key(), c.tenant(), c.site(), c.name(), c.roles(), c.permissions(), c.expiresAt()));
    }

    /** One that is over too: that it was taken out of force is then on record. */
    @CommandHandler
    void handle(RevokeApiKey c) {
        unless(!revoked, new AlreadyRevoked());
        apply(new ApiKeyRevoked(c.key()));
    }

    private static boolean isForKeys(String role) {
        return Role.of(role).filter(known -> known.duty() == Duty.WORK).isPresent();
    }

    private static boolean isOf(List<String> roles, String permission) {
        return Permission.of(permission)
                .filter(Permission::ofMachines)
                .filter(known ->
                        roles.stream().map(Role::of).flatMap(Optional::stream).anyMatch(known::heldBy))
                .isPresent();
    }

    @EventSourcingHandler
    void evolve(ApiKeyEvent event) {
        key = event.key();
        switch (event) {
            case ApiKeyIssued e -> revoked = false;
            case ApiKeyRevoked e -> revoked = true;
            case ApiKeyTokenIssued e -> {
                // Of a stream of its own.
            }
        }
    }
}
