package io.devicetrail.commandside.signature;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.commandside.authority.Denied;
import io.devicetrail.commandside.reference.KnownPerson;
import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.domain.authority.Authorities;
import io.devicetrail.domain.authority.Authority;
import io.devicetrail.domain.authority.AuthorityRejection.NotAuthorised;
import io.devicetrail.domain.authority.Denials;
import io.devicetrail.domain.authority.GrantedRole;
import io.devicetrail.domain.authority.Permission;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.shared.ReasonRejection.ReasonMissing;
import io.devicetrail.domain.shared.RequestRejection.KeyReused;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signature.SignatureRejection.AlreadySigned;
import io.devicetrail.domain.signature.SignatureRejection.MeaningNotYours;
import io.devicetrail.domain.signature.SignatureRejection.NotTheSigner;
import io.devicetrail.domain.signature.SignatureRejection.RecordChanged;
import io.devicetrail.domain.signature.SignatureRejection.RecordUnknown;
import io.devicetrail.domain.signature.SignatureRejection.SigningUnavailable;
import io.devicetrail.domain.signature.SignatureRejection.SignsElsewhere;
import io.devicetrail.domain.signature.SignatureRejection.TooManyWaiting;
import io.devicetrail.domain.signature.Signings;
import io.devicetrail.domain.signature.Signings.Asked;
import io.devicetrail.domain.signature.Signings.Signing;
import io.devicetrail.domain.signature.Signings.TooManySignings;
import io.devicetrail.domain.signature.StoredStreams;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Refuses at once what could not be signed in the end: all of it is asked again when it is. No command is sent, as nothing
 * has happened yet; what was denied is on record nevertheless.
 */
@Component
class SignatureRequests {
    private static final String OPERATION = Permission.REQUEST_SIGNATURE.operation();
    private static final int LONGEST_REASON = 2_000;

    private final RecordVersions versions;
    private final StoredStreams streams;
    private final KnownRecords records;
    private final Authorities authorities;
    private final Denials denials;
    private final SignerRules signers;
    private final SigningRole roles;
    private final ObjectProvider<Signings> signings;

    /** @param signings without them nobody signs in here, and so nobody signs */
    SignatureRequests(
            RecordVersions versions,
            StoredStreams streams,
            KnownRecords records,
            Authorities authorities,
            Denials denials,
            SignerRules signers,
            SigningRole roles,
            ObjectProvider<Signings> signings) {
        this.versions = versions;
        this.streams = streams;
        this.records = records;
        this.authorities = authorities;
        this.denials = denials;
        this.signers = signers;
        this.roles = roles;
        this.signings = signings;
    }

    Signing ask(
            Caller caller,
            SignableRecord record,
            SignatureMeaning meaning,
            String expectedHash,
            String reason,
            @Nullable String key) {
        requirePerson(caller, record);
        PersonId person = new PersonId(UUID.fromString(caller.actorId()));
        Version version = versions.of(record).orElseThrow(() -> because(new RecordUnknown(record)));
        GrantedRole role = roleThere(caller, person, version, meaning);
        requireReason(reason);
        onRecord(caller, version, () -> unless(meaning.givenBy(role), new MeaningNotYours(role, meaning)));
        unless(version.hash().equals(expectedHash), new RecordChanged(version.hash()));
        KnownPerson known = records.person(person).orElseThrow(() -> because(new NotAuthorised(OPERATION)));
        unless(takes(known.issuer()), new SignsElsewhere(known.issuer()));
        SignatureId signature = SignatureId.of(record, expectedHash, person, meaning);
        unless(streams.stored(signature.toString(), StoredStreams.BEGINNING).isEmpty(), new AlreadySigned(signature));
        onRecord(caller, version, () -> signers.require(version, person, role.key(), meaning));
        return waiting(id(person, key), new Asked(person, version, meaning, reason.strip()));
    }

    /** A signature is one individual's (21 CFR 11.100(a)): no machine has one, whatever its key's roles are. */
    private void requirePerson(Caller caller, SignableRecord record) {
        if (caller.actorType() != ActorType.PERSON) {
            TenantId where = versions.of(record).map(Version::tenant).orElse(TenantId.INSTALLATION);
            denials.denied(caller, OPERATION, where.value());
            throw because(new NotTheSigner());
        }
    }

    private void onRecord(Caller caller, Version version, Runnable rule) {
        try {
            rule.run();
        } catch (CommandExecutionException refused) {
            if (Denied.is(refused)) {
                denials.denied(caller, OPERATION, version.tenant().value());
            }
            throw refused;
        }
    }

    private boolean takes(String issuer) {
        Signings keeper = signings.getIfAvailable();
        return keeper == null ? issuer.equals(PersonId.LOCAL) : keeper.takes(issuer);
    }

    private static void requireReason(String reason) {
        unless(reason.codePoints().anyMatch(Character::isLetterOrDigit), new ReasonMissing());
        if (reason.length() > LONGEST_REASON || reason.chars().anyMatch(Character::isISOControl)) {
            throw new MalformedInput("reason", "is longer than " + LONGEST_REASON + " or holds control characters");
        }
    }

    /**
     * The role in which they would sign. Who has no role at the tenant hears what everybody hears of records that do not
     * exist.
     */
    private GrantedRole roleThere(Caller caller, PersonId person, Version version, SignatureMeaning meaning) {
        Authority authority = authorities.of(person);
        requireRole(caller, authority, Permission.REQUEST_SIGNATURE, version, meaning);
        return requireRole(caller, authority, Permission.SIGN, version, meaning);
    }

    private GrantedRole requireRole(
            Caller caller, Authority authority, Permission permission, Version version, SignatureMeaning meaning) {
        return authority
                .roleFor(permission, version.tenant(), version.site(), roles.rankFor(version.record(), meaning))
                .orElseThrow(() -> {
                    denials.denied(
                            caller, permission.operation(), version.tenant().value());
                    return because(
                            authority.knows(version.tenant())
                                    ? new NotAuthorised(permission.operation())
                                    : new RecordUnknown(version.record()));
                });
    }

    private Signing waiting(UUID id, Asked asked) {
        Signings keeper = signings.getIfAvailable();
        if (keeper == null) {
            throw because(new SigningUnavailable());
        }
        Signing signing;
        try {
            signing = keeper.ask(id, asked);
        } catch (TooManySignings tooMany) {
            throw because(new TooManyWaiting(), tooMany);
        } catch (RuntimeException away) {
            throw because(new SigningUnavailable(), away);
        }
        unless(signing.asked().equals(asked), new KeyReused());
        return signing;
    }

    private static UUID id(PersonId person, @Nullable String key) {
        String given = Shape.optionalText("clientMutationId", key);
        return given == null ? UUID.randomUUID() : NamedId.of("signing", person.toString(), given);
    }
}
