package io.devicetrail.commandside.signaturepolicy;

import static io.devicetrail.commandside.Rejected.because;
import static io.devicetrail.commandside.Rejected.unless;

import io.devicetrail.domain.command.CommandEvent.CommandHeld;
import io.devicetrail.domain.command.CommandId;
import io.devicetrail.domain.command.KnownCommand;
import io.devicetrail.domain.command.KnownCommands;
import io.devicetrail.domain.signature.RecordMakers;
import io.devicetrail.domain.signature.RecordVersions;
import io.devicetrail.domain.signature.RecordVersions.Version;
import io.devicetrail.domain.signature.SignableKind;
import io.devicetrail.domain.signature.SignableRecord;
import io.devicetrail.domain.signature.SignatureRejection.RecordUnknown;
import io.devicetrail.domain.signaturepolicy.GivenSignature;
import io.devicetrail.domain.signaturepolicy.GivenSignatures;
import io.devicetrail.domain.signaturepolicy.PolicyStanding;
import io.devicetrail.domain.signaturepolicy.PolicyStandings;
import io.devicetrail.domain.signaturepolicy.SignatureLookup;
import io.devicetrail.domain.signaturepolicy.SignaturePolicies;
import io.devicetrail.domain.signaturepolicy.SignaturePolicy;
import io.devicetrail.domain.signaturepolicy.SignaturePolicyRejection.SignaturesMissing;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Holds signatures against policies. Record, makers and policy are the log's of this moment. Which signatures there are a
 * read model says, and the log what each is: one that the log does not have, or not under this version, does not count,
 * and what lags, lags to the safe side.
 */
@Component
public final class Standings implements PolicyStandings {
    private final RecordVersions versions;
    private final RecordMakers makers;
    private final KnownCommands commands;
    private final SignaturePolicies policies;
    private final GivenSignatures signatures;
    private final SignatureLookup log;

    public Standings(
            RecordVersions versions,
            RecordMakers makers,
            KnownCommands commands,
            SignaturePolicies policies,
            GivenSignatures signatures,
            SignatureLookup log) {
        this.versions = versions;
        this.makers = makers;
        this.commands = commands;
        this.policies = policies;
        this.signatures = signatures;
        this.log = log;
    }

    /** A command's is that of its request; for all else it is the one in force. */
    public Optional<SignaturePolicy> policyFor(Version version) {
        SignableRecord record = version.record();
        return record.kind() == SignableKind.DEVICE_COMMAND
                ? commands.command(CommandId.parse(record.id()))
                        .map(KnownCommand::hold)
                        .map(CommandHeld::policy)
                : policies.of(version.tenant(), record.kind());
    }

    @Override
    public Optional<PolicyStanding> of(Version version) {
        return policyFor(version).map(policy -> of(version, policy));
    }

    public PolicyStanding of(Version version, SignaturePolicy policy) {
        List<GivenSignature> current = signatures.of(version.record()).stream()
                .filter(signature -> signature.under(version))
                .flatMap(claimed -> log.logged(version.record(), claimed.signature()).stream())
                .filter(signature -> signature.under(version))
                .sorted(Comparator.comparingLong(GivenSignature::index))
                .toList();
        return policy.standing(current, makers.makersOf(version.record()));
    }

    /** Of a record that is about to be used: signed as its tenant's policy asks, if there is one (21 CFR 11.10(f)). */
    public void requireComplete(TenantId tenant, SignableRecord record) {
        policies.of(tenant, record.kind()).ifPresent(policy -> {
            Version version = versions.of(record).orElseThrow(() -> because(new RecordUnknown(record)));
            PolicyStanding now = of(version, policy);
            unless(now.complete(), new SignaturesMissing(record, now.missing()));
        });
    }
}
