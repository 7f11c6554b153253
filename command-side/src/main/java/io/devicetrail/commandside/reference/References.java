package io.devicetrail.commandside.reference;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.account.AccountRejection.AccountElsewhere;
import io.devicetrail.domain.account.AccountRejection.AnotherIssuer;
import io.devicetrail.domain.artifact.ArtifactId;
import io.devicetrail.domain.artifact.ArtifactRejection.ArtifactUnknown;
import io.devicetrail.domain.command.CommandOrder.RequestCommand;
import io.devicetrail.domain.command.CommandRejection;
import io.devicetrail.domain.command.CommandRejection.ArgumentsUnfit;
import io.devicetrail.domain.command.CommandRejection.CommandNotInModel;
import io.devicetrail.domain.command.CommandRejection.DeviceNotInService;
import io.devicetrail.domain.device.DeviceId;
import io.devicetrail.domain.device.DeviceRejection.DeviceEnded;
import io.devicetrail.domain.device.DeviceRejection.DeviceUnknown;
import io.devicetrail.domain.device.DeviceRejection.GatewayUnfit;
import io.devicetrail.domain.device.DeviceRejection.ReplacementUnfit;
import io.devicetrail.domain.device.DeviceRejection.SiteUnknown;
import io.devicetrail.domain.device.LifeCycle;
import io.devicetrail.domain.devicemodel.DeviceModelId;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionDeprecated;
import io.devicetrail.domain.devicemodel.DeviceModelRejection.ModelVersionUnknown;
import io.devicetrail.domain.devicemodel.ModelContract;
import io.devicetrail.domain.devicemodel.ModelContract.CommandDefinition;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Finding;
import io.devicetrail.domain.devicemodel.ModelVersionFindings.Subject;
import io.devicetrail.domain.devicemodel.RulesInForce;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.person.PersonRejection.PersonNotActive;
import io.devicetrail.domain.person.PersonRejection.PersonUnknown;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import io.devicetrail.domain.tenant.TenantRejection.TenantUnknown;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Checks what a command says about other records. A record of another tenant is refused in the words for one that does
 * not exist, so that nobody can probe for it.
 */
@Component
public final class References {
    private final KnownRecords records;

    public References(KnownRecords records) {
        this.records = records;
    }

    public void requireTenant(TenantId tenant) {
        unless(records.tenant(tenant).isPresent(), new TenantUnknown(tenant));
    }

    public void requireSite(TenantId tenant, SiteId site) {
        requireSites(tenant, List.of(site));
    }

    /** The tenant must exist, and every one of the sites be the tenant's. */
    public void requireSites(TenantId tenant, List<SiteId> sites) {
        KnownTenant known = records.tenant(tenant).orElseThrow(() -> because(new TenantUnknown(tenant)));
        sites.forEach(site -> unless(known.sites().contains(site), new SiteUnknown(site)));
    }

    /** The tenant must exist, or be the installation itself; the site, if one is named, must be the tenant's. */
    public void requirePlace(TenantId tenant, @Nullable SiteId site) {
        if (site != null) {
            requireSite(tenant, site);
        } else if (!tenant.equals(TenantId.INSTALLATION)) {
            requireTenant(tenant);
        }
    }

    /** The version must be published for the tenant and still open to devices that do not have it yet. */
    public void requireOpenModelVersion(TenantId tenant, DeviceModelId model, int version) {
        KnownModel known = records.model(model)
                .filter(m -> m.tenant().equals(tenant) && m.contracts().containsKey(version))
                .orElseThrow(() -> because(new ModelVersionUnknown(model, version)));
        unless(!known.deprecated().contains(version), new ModelVersionDeprecated(version));
    }

    /** The contract of a version that is published for the tenant, deprecated or not. */
    public ModelContract contract(TenantId tenant, DeviceModelId model, int version) {
        return records.model(model)
                .filter(known -> known.tenant().equals(tenant))
                .flatMap(known -> Optional.ofNullable(known.contracts().get(version)))
                .orElseThrow(() -> because(new ModelVersionUnknown(model, version)));
    }

    /** What a device of a version of the tenant is held to, deprecated or not. */
    public RulesInForce rules(TenantId tenant, DeviceModelId model, int version) {
        return records.model(model)
                .filter(known -> known.tenant().equals(tenant))
                .flatMap(known -> known.rulesOf(version))
                .orElseThrow(() -> because(new ModelVersionUnknown(model, version)));
    }

    /** The versions must be published for the tenant; deprecated ones too, as devices that have them keep them. */
    public void requireModelVersions(TenantId tenant, DeviceModelId model, List<Integer> versions) {
        Set<Integer> published = records.model(model)
                .filter(known -> known.tenant().equals(tenant))
                .map(known -> known.contracts().keySet())
                .orElse(Set.of());
        versions.forEach(version -> unless(published.contains(version), new ModelVersionUnknown(model, version)));
    }

    /** The file must be on record for the tenant. */
    public void requireArtifact(TenantId tenant, String sha256) {
        unless(records.artifact(ArtifactId.of(tenant, sha256)).isPresent(), new ArtifactUnknown(sha256));
    }

    /** The gateway must be another device of the tenant, in service or on its way there, and not behind this one. */
    public void requireGateway(TenantId tenant, DeviceId device, DeviceId gateway) {
        unless(!gateway.equals(device), new GatewayUnfit(gateway, "it is the device itself"));
        Set<DeviceId> above = new HashSet<>();
        @Nullable DeviceId next = gateway;
        while (next != null && above.add(next)) {
            Optional<KnownDevice> known = ofTenant(tenant, next);
            if (next.equals(gateway)) {
                unless(known.isPresent(), new GatewayUnfit(gateway, "it is not registered"));
                unless(known.stream().noneMatch(d -> d.lifeCycle().ended()), new GatewayUnfit(gateway, "it has ended"));
            }
            unless(!next.equals(device), new GatewayUnfit(gateway, "it is itself behind this device"));
            next = known.map(KnownDevice::gateway).orElse(null);
        }
    }

    /** The replacement must be another registered device of the tenant that has not ended. */
    public void requireReplacement(TenantId tenant, DeviceId device, DeviceId replacement) {
        unless(!replacement.equals(device), new ReplacementUnfit(replacement, "it is the device itself"));
        KnownDevice known = ofTenant(tenant, replacement)
                .orElseThrow(() -> because(new ReplacementUnfit(replacement, "it is not registered")));
        unless(!known.lifeCycle().ended(), new ReplacementUnfit(replacement, "it has ended"));
    }

    /** The definition of the requested command, which the device's model must have and the arguments must fit. */
    public CommandDefinition requireCommand(RequestCommand request) {
        KnownDevice device = ofTenant(request.tenant(), request.device())
                .orElseThrow(() -> because(new DeviceUnknown(request.device())));
        unless(device.lifeCycle() == LifeCycle.ACTIVE, new DeviceNotInService(device.lifeCycle()));
        CommandDefinition command = records.model(device.model())
                .flatMap(model -> model.rulesOf(device.modelVersion()))
                .flatMap(rules -> rules.commandFor(request.name(), request.arguments()))
                .orElseThrow(() -> because(new CommandNotInModel(request.name())));
        String objection = command.objectionTo(request.arguments());
        if (objection != null) {
            throw because(new ArgumentsUnfit(objection));
        }
        return command;
    }

    /** What the device's version would have said against a request that was taken, if it only reports. */
    public Optional<Finding> findingOf(RequestCommand request) {
        return records.device(request.device())
                .flatMap(device -> records.model(device.model())
                        .flatMap(model -> model.rulesOf(device.modelVersion()))
                        .filter(rules -> rules.former() != null)
                        .flatMap(rules -> objection(request, rules.contract()))
                        .map(objection -> new Finding(
                                request.tenant(),
                                device.model(),
                                device.modelVersion(),
                                request.device(),
                                Subject.COMMAND,
                                objection.code(),
                                objection.message())));
    }

    private static Optional<CommandRejection> objection(RequestCommand request, ModelContract contract) {
        CommandDefinition command = contract.commandNamed(request.name()).orElse(null);
        if (command == null) {
            return Optional.of(new CommandNotInModel(request.name()));
        }
        return Optional.ofNullable(command.objectionTo(request.arguments())).map(ArgumentsUnfit::new);
    }

    /** The device must be registered, and the tenant's. */
    public void requireRegistered(TenantId tenant, DeviceId device) {
        unless(ofTenant(tenant, device).isPresent(), new DeviceUnknown(device));
    }

    /** A device of the tenant that has not ended. */
    public KnownDevice requireDevice(TenantId tenant, DeviceId device) {
        KnownDevice known = ofTenant(tenant, device).orElseThrow(() -> because(new DeviceUnknown(device)));
        unless(!known.lifeCycle().ended(), new DeviceEnded(known.lifeCycle()));
        return known;
    }

    /** Whether any tenant has, or ever had, a device of that id. */
    public boolean isKnown(DeviceId device) {
        return records.device(device).isPresent();
    }

    /** Where a registered device is in its life. */
    public LifeCycle lifeCycleOf(DeviceId device) {
        return records.device(device)
                .orElseThrow(() -> because(new DeviceUnknown(device)))
                .lifeCycle();
    }

    /** The person must be registered, and the account one that this installation keeps. */
    public void requireAccount(PersonId person) {
        localPerson(person);
    }

    /** The same, of somebody who is not deactivated. */
    public void requireActiveAccount(PersonId person) {
        unless(localPerson(person).active(), new PersonNotActive());
    }

    /** The person must be registered, wherever their account is kept. */
    public void requirePerson(PersonId person) {
        knownPerson(person);
    }

    /** The same, of somebody who is not deactivated. */
    public void requireActivePerson(PersonId person) {
        unless(knownPerson(person).active(), new PersonNotActive());
    }

    /** An active person whose account that issuer keeps, and not this installation. */
    public void requireActiveElsewhere(PersonId person, String issuer) {
        KnownPerson known = knownPerson(person);
        unless(!known.local() && known.issuer().equals(issuer), new AnotherIssuer(issuer));
        unless(known.active(), new PersonNotActive());
    }

    /** Whether this installation keeps the person's account itself. */
    public boolean isLocal(PersonId person) {
        return knownPerson(person).local();
    }

    private KnownPerson knownPerson(PersonId person) {
        return records.person(person).orElseThrow(() -> because(new PersonUnknown(person)));
    }

    private KnownPerson localPerson(PersonId person) {
        KnownPerson known = knownPerson(person);
        unless(known.local(), new AccountElsewhere(known.issuer()));
        return known;
    }

    private Optional<KnownDevice> ofTenant(TenantId tenant, DeviceId device) {
        return records.device(device).filter(d -> d.tenant().equals(tenant));
    }
}
