package io.devicetrail.domain.correction;

import io.devicetrail.domain.tenant.TenantId;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to corrections: they are made, and nothing else ever happens to them. */
public sealed interface CorrectionEvent {
    CorrectionId correction();

    /**
     * Somebody said what an entry should have said (21 CFR 11.10(e)). Who, when and why are beside it, as of every event.
     *
     * @param number of the corrections of this entry, from 1; with the id it names what can be signed
     * @param index log index of the corrected entry's event
     * @param ordinal number of the corrected entry within that event, from 0
     * @param event stored name of that event
     * @param recordType of the record that the entry is about; see {@code AuditedRecord}
     * @param field which the entry is about
     * @param from value in force before: the entry's own, or that of the last correction
     * @param to what it should have said; null for no value
     */
    @Revision("1")
    record EntryCorrected(
            CorrectionId correction,
            TenantId tenant,
            int number,
            long index,
            int ordinal,
            String event,
            String recordType,
            String recordId,
            String field,
            @Nullable String from,
            @Nullable String to,
            @Nullable String unit)
            implements CorrectionEvent {}
}
