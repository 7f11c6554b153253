package io.devicetrail.commandside.tenant;

import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantCommand.CertifySignatures;
import io.devicetrail.domain.tenant.TenantCommand.CreateTenant;
import io.devicetrail.domain.tenant.TenantCommand.OpenSite;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

@Controller
class TenantMutations {
    private final CommandSender sender;

    TenantMutations(CommandSender sender) {
        this.sender = sender;
    }

    @MutationMapping
    MutationOutcome createTenant(@Argument CreateTenantInput input, @ContextValue Caller caller) {
        return sender.send(caller, Mutation.of("createTenant", input.clientMutationId()), () -> {
            TenantId tenant = TenantId.of(input.tenant());
            return new Addressed(new CreateTenant(tenant, input.name()), tenant, null, tenant.toString(), null);
        });
    }

    @MutationMapping
    MutationOutcome openSite(@Argument OpenSiteInput input, @ContextValue Caller caller) {
        return sender.send(caller, Mutation.of("openSite", input.clientMutationId()), () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            String key = Shape.text("key", input.key());
            SiteId site = SiteId.of(tenant, key);
            OpenSite command = new OpenSite(tenant, site, key, input.name(), input.zone());
            return new Addressed(command, tenant, site, tenant.toString(), site.toString());
        });
    }

    @MutationMapping
    MutationOutcome certifySignatures(@Argument CertifySignaturesInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("certifySignatures", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            CertifySignatures command = new CertifySignatures(tenant, input.agency(), input.document());
            return new Addressed(command, tenant, null, tenant.toString(), null);
        });
    }

    @SchemaMapping(typeName = "TenantPayload", field = "siteId")
    @Nullable String siteId(MutationOutcome outcome) {
        return outcome.related();
    }

    record CreateTenantInput(
            String tenant, String name, @Nullable String clientMutationId) {}

    record CertifySignaturesInput(
            String tenant,
            String agency,
            String document,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}

    record OpenSiteInput(
            String tenant,
            String key,
            String name,
            String zone,
            @Nullable String clientMutationId) {}
}
