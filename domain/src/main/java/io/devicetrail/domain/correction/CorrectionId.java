package io.devicetrail.domain.correction;

import com.fasterxml.jackson.annotation.JsonValue;
import io.devicetrail.domain.shared.NamedId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.UUID;

/** All corrections of one entry of the audit trail, named after that entry. */
public record CorrectionId(@JsonValue UUID value) {
    /**
     * @param index log index of the corrected entry's event
     * @param ordinal number of the entry within the event, from 0
     */
    public static CorrectionId of(TenantId tenant, long index, int ordinal) {
        return new CorrectionId(
                NamedId.of("correction", tenant.value(), Long.toString(index), Integer.toString(ordinal)));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
