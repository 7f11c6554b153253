package io.devicetrail.commandside.release;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.reference.KnownRecords;
import io.devicetrail.commandside.release.SoftwareReleaseInputs.PublishSoftwareReleaseInput;
import io.devicetrail.commandside.release.SoftwareReleaseInputs.WithdrawSoftwareReleaseInput;
import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.release.SoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseCommand;
import io.devicetrail.domain.release.SoftwareReleaseCommand.PublishSoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseCommand.WithdrawSoftwareRelease;
import io.devicetrail.domain.release.SoftwareReleaseId;
import io.devicetrail.domain.release.SoftwareReleaseRejection.SoftwareReleaseUnknown;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.tenant.TenantId;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A release belongs to no site: who publishes one has the role for the whole tenant. */
@Controller
class SoftwareReleaseMutations {
    private final CommandSender sender;
    private final KnownRecords records;

    SoftwareReleaseMutations(CommandSender sender, KnownRecords records) {
        this.sender = sender;
        this.records = records;
    }

    @MutationMapping
    MutationOutcome publishSoftwareRelease(@Argument PublishSoftwareReleaseInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("publishSoftwareRelease", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            SoftwareRelease content = input.content();
            SoftwareReleaseId release = SoftwareReleaseId.of(tenant, content.name(), content.version());
            return addressed(new PublishSoftwareRelease(release, tenant, content), tenant);
        });
    }

    @MutationMapping
    MutationOutcome withdrawSoftwareRelease(@Argument WithdrawSoftwareReleaseInput input, @ContextValue Caller caller) {
        Mutation mutation =
                new Mutation("withdrawSoftwareRelease", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            SoftwareReleaseId release = InputIds.softwareRelease("release", input.release());
            return addressed(new WithdrawSoftwareRelease(release), tenantOf(release));
        });
    }

    /** Read from the log, whatever the caller believes. */
    private TenantId tenantOf(SoftwareReleaseId release) {
        return records.softwareRelease(release)
                .orElseThrow(() -> because(new SoftwareReleaseUnknown(release)))
                .tenant();
    }

    private static Addressed addressed(SoftwareReleaseCommand command, TenantId tenant) {
        return new Addressed(command, tenant, null, command.release().toString(), null);
    }
}
