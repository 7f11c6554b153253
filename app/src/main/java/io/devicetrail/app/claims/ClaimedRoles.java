package io.devicetrail.app.claims;

import com.nimbusds.jose.JWSObject;
import io.devicetrail.domain.person.PersonCommand.GrantRole;
import io.devicetrail.domain.person.PersonCommand.RegisterPerson;
import io.devicetrail.domain.person.PersonCommand.RevokeRole;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.LogPulse;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Rejection;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.stereotype.Component;

/**
 * Brings the roles that a mapping gives into the log, before the request that brought the token is answered: first what
 * the token no longer carries is revoked, then what it carries is granted. Nothing is granted past the rules that hold for
 * administrators, and nothing that somebody revoked by hand is given back.
 */
@Component
public class ClaimedRoles {
    /** What somebody else did at the same time is as good as done. */
    private static final Set<String> DONE = Set.of("ROLE_HELD", "ROLE_NOT_HELD", "PERSON_EXISTS");

    private final Map<String, ClaimMapping> mappings;
    private final MappedTokens tokens;
    private final MappingCommands commands;
    private final EventStore events;
    private final LogPulse pulse;
    private final Clock clock;
    private final ToldOnce told = new ToldOnce();
    private final Counter refused;

    ClaimedRoles(
            MappingSettings settings,
            MappedTokens tokens,
            CommandGateway commands,
            EventStore events,
            LogPulse pulse,
            Clock clock,
            MeterRegistry meters) {
        this.mappings = settings.issuers().entrySet().stream()
                .flatMap(issuer -> ClaimMapping.of(issuer.getKey(), issuer.getValue()).stream())
                .collect(Collectors.toUnmodifiableMap(ClaimMapping::issuer, Function.identity()));
        this.tokens = tokens;
        this.commands = new MappingCommands(commands);
        this.events = events;
        this.pulse = pulse;
        this.clock = clock;
        this.refused = Counter.builder("devicetrail.sign.in.mapping.refused")
                .description("Registrations and roles of a mapping of claims that a rule refused")
                .register(meters);
    }

    /**
     * @param issuer its address
     * @param subject who it is there
     * @param token whose signature, issuer and times were checked
     * @throws MappingAwayException if it could not be done: the token must not be acted on
     */
    public void bring(String issuer, PersonId person, String subject, Jwt token) {
        ClaimMapping mapping = mappings.get(issuer);
        if (mapping == null) {
            return;
        }
        Optional<SortedMap<MappedRole, String>> roles = mapping.rolesBy(token.getClaims());
        Optional<Instant> issuedAt = issuedAt(token.getTokenValue());
        if (roles.isEmpty() || issuedAt.isEmpty()) {
            told.warn(
                    issuer + (roles.isEmpty() ? " overflow" : " iat"),
                    "Tokens of {} map no roles: they {}. Nothing is granted or revoked by them",
                    issuer,
                    roles.isEmpty()
                            ? "leave the claim " + mapping.claim() + " out as it has too many values: have the issuer"
                                    + " send fewer, such as those assigned to the application"
                            : "do not say when they were issued (iat)");
            return;
        }
        if (!pulse.beats()) {
            throw new MappingAwayException("the log is not reachable", null);
        }
        tokens.once(
                token.getTokenValue(),
                person,
                issuedAt.get(),
                () -> bring(mapping, person, subject, token.getClaims(), roles.get()));
    }

    private void bring(
            ClaimMapping mapping,
            PersonId person,
            String subject,
            Map<String, Object> claims,
            SortedMap<MappedRole, String> roles) {
        RoleHistory history = history(mapping, person);
        if (!history.registered() && !(mapping.register() && registered(mapping, person, subject, claims, roles))) {
            return;
        }
        for (MappedRole role : history.toRevoke(roles.keySet())) {
            RevokeRole command = new RevokeRole(person, role.tenant(), role.site(), role.role());
            String reason = "The claim " + mapping.claim() + " of the person's token no longer brings the role";
            commands.send(command, mapping, role.tenant(), role.site(), reason)
                    .ifPresent(why -> refused(person, "revoking " + role, why));
        }
        for (MappedRole role : history.toGrant(roles.keySet())) {
            String by = "claim " + mapping.claim() + "=" + roles.get(role);
            GrantRole command = new GrantRole(person, role.tenant(), role.site(), role.role(), cut("mapped: " + by));
            commands.send(command, mapping, role.tenant(), role.site(), "Mapped: " + by)
                    .ifPresent(why -> refused(person, "granting " + role, why));
        }
    }

    /** Also if somebody else did it a moment ago. */
    private boolean registered(
            ClaimMapping mapping,
            PersonId person,
            String subject,
            Map<String, Object> claims,
            SortedMap<MappedRole, String> roles) {
        if (roles.isEmpty()) {
            return false;
        }
        String proof = cut("issuer " + mapping.issuer());
        RegisterPerson command;
        try {
            command = new RegisterPerson(
                    person, mapping.issuer(), subject, mapping.nameBy(claims).orElse(""), proof);
        } catch (MalformedInput unfit) {
            refused.increment();
            told.warn(
                    person + " unfit",
                    "Person {} of {} is not registered by the mapping: {}",
                    person,
                    mapping.issuer(),
                    unfit.getMessage());
            return false;
        }
        Optional<Rejection> why =
                commands.send(command, mapping, TenantId.INSTALLATION, null, "Named by a token of the issuer");
        why.ifPresent(rule -> refused(person, "registering", rule));
        return why.isEmpty() || DONE.contains(why.get().code());
    }

    private RoleHistory history(ClaimMapping mapping, PersonId person) {
        RoleHistory history = new RoleHistory(MappingCommands.process(mapping));
        try {
            events.readEvents(person.toString(), 0).asStream().forEach(history::add);
        } catch (RuntimeException away) {
            throw new MappingAwayException("the person's roles cannot be read", away);
        }
        return history;
    }

    private void refused(PersonId person, String what, Rejection why) {
        if (!DONE.contains(why.code())) {
            refused.increment();
            told.warn(
                    person + " " + what + " " + why.code(),
                    "The mapping of claims was refused {} for person {}: {} {}",
                    what,
                    person,
                    why.code(),
                    why.message());
        }
    }

    /** Read again: a time that the token does not name is put in its place elsewhere. Never later than now. */
    private Optional<Instant> issuedAt(String token) {
        try {
            Instant now = clock.instant();
            return JWSObject.parse(token).getPayload().toJSONObject().get("iat") instanceof Number seconds
                            && seconds.longValue() >= 0
                    ? Optional.of(Instant.ofEpochSecond(Math.min(seconds.longValue(), now.getEpochSecond())))
                    : Optional.empty();
        } catch (ParseException unreadable) {
            return Optional.empty();
        }
    }

    private static String cut(String text) {
        return text.length() <= Shape.LONGEST_TEXT ? text : text.substring(0, Shape.LONGEST_TEXT);
    }
}
