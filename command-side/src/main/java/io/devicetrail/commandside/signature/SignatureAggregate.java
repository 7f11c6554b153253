package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.devicetrail.commandside.reference.References;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.ownrole.KnownOwnRoles;
import io.devicetrail.domain.person.PrintedNames;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.signature.CanonicalRecord;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignatureCommand.Sign;
import io.devicetrail.domain.signature.SignatureComponents;
import io.devicetrail.domain.signature.SignatureEvent;
import io.devicetrail.domain.signature.SignatureEvent.RecordSigned;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureRejection.AlreadySigned;
import io.devicetrail.domain.signature.SignatureRejection.MeaningNotYours;
import io.devicetrail.domain.signature.SignatureRejection.NotTheSigner;
import io.devicetrail.domain.signature.SignatureRejection.ProofMissing;
import io.devicetrail.domain.signature.SignatureRejection.RecordChanged;
import io.devicetrail.domain.signature.SignatureRejection.RecordUnknown;
import io.devicetrail.domain.signature.SignatureSeal;
import io.devicetrail.domain.signature.StoredJson;
import java.util.List;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.MetaData;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** Given once, and never taken back. */
@Aggregate(type = "signature")
class SignatureAggregate {
    /** By which alone a later signature of a session may be given; the first takes another beside it. */
    private static final String PASSWORD = "pwd";
    /** What is missing of somebody of an outside issuer: whatever that issuer proves. */
    private static final String ONE_OF_THE_ISSUERS = "of your issuer, such as pwd or otp,";

    @AggregateIdentifier
    private @Nullable SignatureId signature;

    /** The name is the log's and not the sender's. An event between this look and the append leaves it unsigned again. */
    @CommandHandler
    @CreationPolicy(AggregateCreationPolicy.CREATE_IF_MISSING)
    void handle(
            Sign c,
            RecordVersions versions,
            SignerRules signers,
            PrintedNames names,
            References references,
            KnownOwnRoles ownRoles,
            StoredJson json,
            MetaData metadata) {
        unless(signature == null, new AlreadySigned(c.signature()));
        unless(c.person().toString().equals(metadata.get(Metadata.ACTOR_ID)), new NotTheSigner());
        unless(ActorType.PERSON.name().equals(metadata.get(Metadata.ACTOR_TYPE)), new NotTheSigner());
        references.requireActivePerson(c.person());
        Version version = versions.of(c.record())
                .filter(found -> isWhereTheRoleIs(found, metadata))
                .orElseThrow(() -> because(new RecordUnknown(c.record())));
        unless(version.hash().equals(c.expectedHash()), new RecordChanged(version.hash()));
        GrantedRole role = ownRoles.inForce(version.tenant(), String.valueOf(metadata.get(Metadata.ACTOR_ROLE)))
                .orElseThrow(() -> because(new NotTheSigner()));
        unless(c.meaning().givenBy(role), new MeaningNotYours(role, c.meaning()));
        requireComponent(c, references.isLocal(c.person()));
        signers.require(version, c.person(), role.key(), c.meaning());
        String printedName = names.nameOf(c.person()).orElseThrow(() -> because(new NotTheSigner()));
        RecordSigned unsealed = new RecordSigned(
                c.signature(),
                c.record(),
                version.position(),
                version.hash(),
                c.person(),
                printedName,
                c.meaning(),
                c.zone(),
                c.offset(),
                c.session(),
                c.components(),
                CanonicalRecord.FORM,
                "");
        apply(SignatureSeal.seal(unsealed, metadata, json));
    }

    /** Which of them a series' first takes is for who verified them, and for {@code SignatureCheck} afterwards. */
    private static void requireComponent(Sign c, boolean local) {
        boolean one = local
                ? SignatureComponents.ofAccount(c.components(), false)
                : SignatureComponents.ofIssuer(c.components(), List.of(), false);
        unless(one, new ProofMissing(local ? PASSWORD : ONE_OF_THE_ISSUERS));
    }

    /** The check of authority asked for a role at the tenant and site that the command named: they must be the record's. */
    private static boolean isWhereTheRoleIs(Version version, MetaData metadata) {
        Object site = metadata.get(Metadata.SITE);
        return version.tenant().value().equals(metadata.get(Metadata.TENANT))
                && (version.site() == null
                        ? site == null
                        : version.site().toString().equals(site));
    }

    @EventSourcingHandler
    void evolve(SignatureEvent event) {
        signature = event.signature();
    }
}
