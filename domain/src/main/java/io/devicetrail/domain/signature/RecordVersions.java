package io.devicetrail.domain.signature;

import io.devicetrail.domain.tenant.SiteId;
import io.devicetrail.domain.tenant.TenantId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what a record is at this moment, as the log has it. */
public interface RecordVersions {
    /** Most events of one record; more are refused with {@link SignatureRejection.RecordTooLong}. */
    int MOST_EVENTS = 1_000;

    /** Empty if there is no such record. */
    Optional<Version> of(SignableRecord record);

    /**
     * A version of a record.
     *
     * @param site where its first event was; null if it belongs to no site
     * @param position log index of its last event
     * @param hash of its canonical form; see {@link CanonicalRecord}
     */
    record Version(
            SignableRecord record,
            TenantId tenant,
            @Nullable SiteId site,
            long position,
            String hash) {}
}
