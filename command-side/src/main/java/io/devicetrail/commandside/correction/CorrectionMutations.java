package io.devicetrail.commandside.correction;

import static io.devicetrail.commandside.Rejected.because;

import io.devicetrail.commandside.sending.Addressed;
import io.devicetrail.commandside.sending.CommandSender;
import io.devicetrail.commandside.sending.InputIds;
import io.devicetrail.commandside.sending.Mutation;
import io.devicetrail.domain.audittrail.RecordedEntries;
import io.devicetrail.domain.audittrail.RecordedEntry;
import io.devicetrail.domain.correction.CorrectionCommand.CorrectEntry;
import io.devicetrail.domain.correction.CorrectionId;
import io.devicetrail.domain.correction.CorrectionRejection.EntryUnknown;
import io.devicetrail.domain.shared.Caller;
import io.devicetrail.domain.shared.MutationOutcome;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.MutationMapping;
import org.springframework.stereotype.Controller;

/** A correction is made where the entry was: its tenant and site are those of the event. */
@Controller
class CorrectionMutations {
    private final CommandSender sender;
    private final RecordedEntries entries;

    CorrectionMutations(CommandSender sender, RecordedEntries entries) {
        this.sender = sender;
        this.entries = entries;
    }

    @MutationMapping
    MutationOutcome correctEntry(@Argument CorrectEntryInput input, @ContextValue Caller caller) {
        Mutation mutation = new Mutation("correctEntry", input.clientMutationId(), input.reason(), input.reasonCode());
        return sender.send(caller, mutation, () -> {
            TenantId tenant = InputIds.tenant("tenant", input.tenant());
            CorrectEntry command = new CorrectEntry(
                    CorrectionId.of(tenant, input.index(), input.ordinal()),
                    tenant,
                    input.index(),
                    input.ordinal(),
                    input.newValue(),
                    input.expectedValue());
            RecordedEntry entry = entries.entry(input.index(), input.ordinal())
                    .filter(found -> found.tenant().equals(tenant))
                    .orElseThrow(() -> because(new EntryUnknown(input.index(), input.ordinal())));
            return new Addressed(
                    command, tenant, entry.site(), command.correction().toString(), null);
        });
    }

    record CorrectEntryInput(
            String tenant,
            long index,
            int ordinal,
            @Nullable String newValue,
            @Nullable String expectedValue,
            String reason,
            @Nullable String reasonCode,
            @Nullable String clientMutationId) {}
}
