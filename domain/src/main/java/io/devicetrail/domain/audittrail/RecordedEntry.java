package io.devicetrail.domain.audittrail;

import io.devicetrail.domain.command.CommandEvent;
import io.devicetrail.domain.device.DeviceEvent;
import io.devicetrail.domain.devicemodel.DeviceModelEvent;
import io.devicetrail.domain.shared.ActorType;
import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantEvent;
import io.devicetrail.domain.tenant.TenantEvent.ListSignerDistrusted;
import io.devicetrail.domain.tenant.TenantEvent.ListSignerTrusted;
import io.devicetrail.domain.tenant.TenantId;
import org.jspecify.annotations.Nullable;

/**
 * An entry of the audit trail as the log has it.
 *
 * @param site where the change was made, as the event's metadata say it; null for none
 * @param event stored name
 * @param correctable whether it may be corrected at all; see {@link #isCorrectable}
 */
public record RecordedEntry(
        TenantId tenant,
        @Nullable SiteId site,
        String event,
        AuditedRecord record,
        FieldChange change,
        boolean correctable) {

    /**
     * What somebody brought about devices, device models, commands and sites. What the system itself found or did is no
     * statement that could have been mistaken; signatures, roles, accounts, keys, signers of lists, rollout plans, twins
     * and the ledger are mended by their own commands, or never.
     */
    public static boolean isCorrectable(Object event, ActorType by) {
        boolean brought = switch (by) {
            case PERSON, MACHINE, DEVICE -> true;
            case PROCESS -> false;
        };
        return brought
                && (event instanceof DeviceEvent
                        || event instanceof DeviceModelEvent
                        || event instanceof CommandEvent
                        || (event instanceof TenantEvent && !isAboutListSigners(event)));
    }

    private static boolean isAboutListSigners(Object event) {
        return event instanceof ListSignerTrusted || event instanceof ListSignerDistrusted;
    }
}
