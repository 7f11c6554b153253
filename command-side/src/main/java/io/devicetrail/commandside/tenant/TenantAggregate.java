package io.devicetrail.commandside.tenant;

import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.domain.tenant.ListSigners;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantCommand.CertifySignatures;
import io.devicetrail.domain.tenant.TenantCommand.CreateTenant;
import io.devicetrail.domain.tenant.TenantCommand.DistrustListSigner;
import io.devicetrail.domain.tenant.TenantCommand.OpenSite;
import io.devicetrail.domain.tenant.TenantCommand.TrustListSigner;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantEvent.ListSignerDistrusted;
import io.devicetrail.domain.tenant.TenantEvent.ListSignerTrusted;
import io.devicetrail.domain.tenant.TenantEvent.SignaturesCertified;
import io.devicetrail.domain.tenant.TenantEvent.SiteOpened;
import io.devicetrail.domain.tenant.TenantEvent.TenantCreated;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.ListSignerNotTrusted;
import io.devicetrail.domain.tenant.TenantRejection.ListSignerTrustedBefore;
import io.devicetrail.domain.tenant.TenantRejection.SignaturesAlreadyCertified;
import io.devicetrail.domain.tenant.TenantRejection.SiteExists;
import io.devicetrail.domain.tenant.TenantRejection.TenantExists;
import io.devicetrail.domain.tenant.TenantRejection.TooManyListSigners;
import java.util.HashSet;
import java.util.Set;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

@Aggregate(type = "tenant", snapshotTriggerDefinition = "snapshots")
class TenantAggregate {
    @AggregateIdentifier
    private @Nullable TenantId tenant;

    private Set<SiteId> sites = new HashSet<>();
    private Set<SignaturesCertified> certified = new HashSet<>();
    private ListSigners listSigners = ListSigners.NONE;

    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(CreateTenant c) {
        unless(tenant == null, new TenantExists(c.tenant()));
        apply(new TenantCreated(c.tenant(), c.name()));
    }

    @CommandHandler
    void handle(OpenSite c) {
        unless(!sites.contains(c.site()), new SiteExists(c.key()));
        apply(new SiteOpened(c.tenant(), c.site(), c.key(), c.name(), c.zone()));
    }

    @CommandHandler
    void handle(CertifySignatures c) {
        SignaturesCertified certification = new SignaturesCertified(c.tenant(), c.agency(), c.document());
        unless(!certified.contains(certification), new SignaturesAlreadyCertified(c.agency(), c.document()));
        apply(certification);
    }

    @CommandHandler
    void handle(TrustListSigner c) {
        String fingerprint = c.signer().fingerprint();
        unless(!listSigners.trusts(c.manufacturer(), fingerprint), new ListSignerTrustedBefore(fingerprint));
        unless(listSigners.count() < ListSigners.MOST, new TooManyListSigners(ListSigners.MOST));
        apply(new ListSignerTrusted(c.tenant(), c.manufacturer(), c.signer()));
    }

    @CommandHandler
    void handle(DistrustListSigner c) {
        unless(listSigners.trusts(c.manufacturer(), c.fingerprint()), new ListSignerNotTrusted(c.fingerprint()));
        apply(new ListSignerDistrusted(c.tenant(), c.manufacturer(), c.fingerprint()));
    }

    @EventSourcingHandler
    void evolve(TenantEvent event) {
        switch (event) {
            case TenantCreated e -> tenant = e.tenant();
            case SiteOpened e -> sites.add(e.site());
            case SignaturesCertified e -> certified.add(e);
            case ListSignerTrusted e -> listSigners = listSigners.after(e);
            case ListSignerDistrusted e -> listSigners = listSigners.after(e);
        }
    }
}
