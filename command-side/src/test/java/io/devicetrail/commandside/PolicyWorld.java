package io.devicetrail.commandside;

import io.devicetrail.commandside.signaturepolicy.Standings;
import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandEvent.CommandRequested;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.person.PersonId;
import io.devicetrail.domain.signature.RecordMakers;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureId;
import io.devicetrail.domain.signature.SignatureMeaning;
import io.devicetrail.domain.signaturepolicy.GivenSignature;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import io.devicetrail.domain.signaturepolicy.SignatureLookup;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignatureStep;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Policies of ACME and signatures that a test lays out by hand; every record is of one event by {@link #MAKER}. */
public final class PolicyWorld implements SignaturePolicies, GivenSignatures, KnownCommands {
    public static final PersonId MAKER = PersonId.of(PersonId.LOCAL, "maker");
    public static final PersonId REVIEWER = PersonId.of(PersonId.LOCAL, "reviewer");
    public static final PersonId APPROVER = PersonId.of(PersonId.LOCAL, "approver");
    /** {@code 1 REVIEW by site-engineer, then 1 APPROVAL by quality-approver}. */
    public static final SignaturePolicy REVIEW_THEN_APPROVAL = new SignaturePolicy(
            List.of(
                    new SignatureStep(SignatureMeaning.REVIEW, List.of("site-engineer"), 1),
                    new SignatureStep(SignatureMeaning.APPROVAL, List.of("quality-approver"), 1)),
            true);

    private static final String HASH = "0".repeat(64);
    private static final long POSITION = 7;

    private final Map<SignableKind, SignaturePolicy> policies = new EnumMap<>(SignableKind.class);
    private final List<Signed> given = new ArrayList<>();
    private @Nullable RecordVersions versions;
    private @Nullable RecordMakers makers;
    private @Nullable KnownCommand command;
    /** As if the log had every signature that there is. */
    private SignatureLookup lookup = (record, id) ->
            given().stream().filter(one -> one.signature().equals(id)).findFirst();

    public PolicyWorld policy(SignableKind kind, SignaturePolicy policy) {
        policies.put(kind, policy);
        return this;
    }

    /** Where the records are those of a log. */
    public PolicyWorld records(RecordVersions those, RecordMakers theirs) {
        versions = those;
        makers = theirs;
        return this;
    }

    /** Where the signatures are those of a log. */
    public PolicyWorld lookup(SignatureLookup theirs) {
        lookup = theirs;
        return this;
    }

    private record Signed(SignableRecord record, GivenSignature signature) {}

    private List<GivenSignature> given() {
        return given.stream().map(Signed::signature).toList();
    }

    public PolicyWorld held(CommandRequested request, CommandHeld hold) {
        command = KnownCommand.of(request, Instant.EPOCH).after(hold, Instant.EPOCH);
        return this;
    }

    /** Signed as it is now; gives the signature's id. */
    public SignatureId signed(SignableRecord record, PersonId person, SignatureMeaning meaning, String role) {
        Version version = versions().of(record).orElseThrow();
        SignatureId id = SignatureId.of(record, version.hash(), person, meaning);
        given.add(new Signed(
                record,
                new GivenSignature(id, person, meaning, role, version.hash(), version.position(), given.size())));
        return id;
    }

    public RecordVersions versions() {
        return versions == null
                ? record -> Optional.of(new Version(record, Fixtures.ACME, null, POSITION, HASH))
                : versions;
    }

    public RecordMakers makers() {
        return makers == null ? record -> Set.of(MAKER.toString()) : makers;
    }

    public Standings standings() {
        return new Standings(versions(), makers(), this, this, this, lookup);
    }

    @Override
    public Optional<SignaturePolicy> of(TenantId tenant, SignableKind kind) {
        return tenant.equals(Fixtures.ACME) ? Optional.ofNullable(policies.get(kind)) : Optional.empty();
    }

    @Override
    public List<GivenSignature> of(SignableRecord record) {
        return given.stream()
                .filter(signed -> signed.record().equals(record))
                .map(Signed::signature)
                .toList();
    }

    @Override
    public void awaitKnown(long position) {}

    @Override
    public boolean known(long position) {
        return true;
    }

    @Override
    public Optional<KnownCommand> command(CommandId id) {
        return Optional.ofNullable(command);
    }
}
