package io.devicetrail.commandside.person;

import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.person.PersonCommand;
import io.devicetrail.domain.person.PersonCommand.DeactivatePerson;
import io.devicetrail.domain.person.PersonCommand.GrantRole;
import io.devicetrail.domain.person.PersonCommand.ReactivatePerson;
import io.devicetrail.domain.person.PersonCommand.RegisterPerson;
import io.devicetrail.domain.person.PersonCommand.RevokeRole;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A role belongs to the audit trail of the tenant it is granted for, the person to that of the installation. */
@Controller
class PersonMutations {
    private final CommandSender sender;

    PersonMutations(CommandSender sender) {
        this.sender = sender;
    }

    @MutationMapping
    MutationOutcome registerPerson(@Argument RegisterPersonInput input, @ContextValue Caller caller) {
        return sender.send(caller, Mutation.of("registerPerson", input.clientMutationId()), () -> {
            String issuer = input.issuer() == null ? PersonId.LOCAL : Shape.text("issuer", input.issuer());
            String subject = Shape.text("subject", input.subject());
            PersonId person = PersonId.of(issuer, subject);
            return ofInstallation(
                    new RegisterPerson(person, issuer, subject, input.printedName(), input.identityProof()));
        });
    }

    @MutationMapping
    MutationOutcome deactivatePerson(@Argument PersonInput input, @ContextValue Caller caller) {
        return change("deactivatePerson", input, caller, DeactivatePerson::new);
    }

    @MutationMapping
    MutationOutcome reactivatePerson(@Argument PersonInput input, @ContextValue Caller caller) {
        return change("reactivatePerson", input, caller, ReactivatePerson::new);
    }

    @MutationMapping
    MutationOutcome grantRole(@Argument GrantRoleInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("grantRole", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            PersonId person = InputIds.person("person", input.person());
            TenantId tenant = tenant(input.tenant());
            SiteId site = site(input.site());
            return ofTenant(new GrantRole(person, tenant, site, input.role(), input.trainingRecord()), tenant, site);
        });
    }

    @MutationMapping
    MutationOutcome revokeRole(@Argument RevokeRoleInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("revokeRole", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            PersonId person = InputIds.person("person", input.person());
            TenantId tenant = tenant(input.tenant());
            SiteId site = site(input.site());
            return ofTenant(new RevokeRole(person, tenant, site, input.role()), tenant, site);
        });
    }

    private MutationOutcome change(
            String name, PersonInput input, Caller caller, Function<PersonId, PersonCommand> command) {
        Mutation mutation = new Mutation(name, input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(
                caller, mutation, () -> ofInstallation(command.apply(InputIds.person("person", input.person()))));
    }

    private static Addressed ofInstallation(PersonCommand command) {
        return ofTenant(command, TenantId.INSTALLATION, null);
    }

    private static Addressed ofTenant(PersonCommand command, TenantId tenant, @Nullable SiteId site) {
        return new Addressed(command, tenant, site, command.person().toString(), null);
    }

    private static TenantId tenant(@Nullable String tenant) {
        return tenant == null ? TenantId.INSTALLATION : InputIds.tenant("tenant", tenant);
    }

    private static @Nullable SiteId site(@Nullable String site) {
        return site == null ? null : InputIds.site("site", site);
    }

    record RegisterPersonInput(
            @Nullable String issuer,
            String subject,
            String printedName,
            String identityProof,
            @Nullable String clientMutationId) {}

    record PersonInput(
            String person,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record GrantRoleInput(
            String person,
            @Nullable String tenant,
            @Nullable String site,
            String role,
            String trainingRecord,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record RevokeRoleInput(
            String person,
            @Nullable String tenant,
            @Nullable String site,
            String role,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
