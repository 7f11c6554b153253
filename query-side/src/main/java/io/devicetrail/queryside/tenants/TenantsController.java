package io.devicetrail.queryside.tenants;

import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.queryside.position.Positions;
import io.devicetrail.queryside.position.ReadModelName;
import io.devicetrail.queryside.relay.GlobalId;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.BatchMapping;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.stereotype.Controller;

/** Answers questions about tenants and their sites. */
@Controller
class TenantsController {
    private final Tenants tenants;
    private final Positions positions;

    TenantsController(Tenants tenants, Positions positions) {
        this.tenants = tenants;
        this.positions = positions;
    }

    @QueryMapping
    @Nullable Tenant tenant(@Argument String id, @Argument @Nullable Long after) {
        positions.await(ReadModelName.TENANTS, after);
        return tenants.byKey(GlobalId.local(Tenant.TYPE, id)).orElse(null);
    }

    @QueryMapping
    List<Tenant> tenants(@Argument @Nullable Long after) {
        positions.await(ReadModelName.TENANTS, after);
        return tenants.all();
    }

    @BatchMapping
    Map<Tenant, List<Site>> sites(List<Tenant> of) {
        Map<String, List<Site>> sites =
                tenants.sitesOf(of.stream().map(Tenant::key).toList());
        return of.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), t -> sites.getOrDefault(t.key(), List.of())));
    }

    @BatchMapping
    Map<Tenant, List<SignatureCertification>> signatureCertifications(List<Tenant> of) {
        Map<String, List<SignatureCertification>> certifications =
                tenants.certificationsOf(of.stream().map(Tenant::key).toList());
        return of.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), t -> certifications.getOrDefault(t.key(), List.of())));
    }

    @BatchMapping
    Map<Tenant, List<ListSigner>> listSigners(List<Tenant> of) {
        Map<String, List<ListSigner>> signers =
                tenants.listSignersOf(of.stream().map(Tenant::key).toList());
        return of.stream()
                .distinct()
                .collect(Collectors.toMap(Function.identity(), t -> signers.getOrDefault(t.key(), List.of())));
    }

    @SchemaMapping(typeName = "TenantPayload", field = "tenant")
    @Nullable Tenant changed(MutationOutcome outcome) {
        return outcome.subject() == null ? null : tenant(outcome.subject(), outcome.position());
    }
}
