package io.devicetrail.audit.trail;

import io.devicetrail.domain.audittrail.AuditReading;
import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.Metadata;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which part of the log is meant. What is null does not restrict.
 *
 * @param record id of a tenant, site, device model or device; commands and connectivity belong to their device
 * @param from earliest time of recording, inclusive
 * @param to latest time of recording, exclusive
 * @param first lowest log index, inclusive
 * @param last highest log index, inclusive
 */
public record TrailFilter(
        TenantId tenant,
        @Nullable String record,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable Long first,
        @Nullable Long last) {

    public TrailFilter {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new MalformedInput("to", "must be later than from; it is exclusive");
        }
        if (first != null && first < 0) {
            throw new MalformedInput("first", "must not be negative; the log starts at 0");
        }
        if (first != null && last != null && first > last) {
            throw new MalformedInput("last", "must not be below first");
        }
    }

    public static TrailFilter ofTenant(TenantId tenant) {
        return new TrailFilter(tenant, null, null, null, null, null);
    }

    /** The same, of a run of the log alone that is within it. */
    public TrailFilter within(long lowest, long highest) {
        return new TrailFilter(tenant, record, from, to, lowest, highest);
    }

    /** The first index worth reading. */
    public long lowest() {
        return first == null ? 0 : first;
    }

    /** The last index worth reading in a log with this head. */
    public long highest(long head) {
        return last == null ? head : Math.min(last, head);
    }

    /** @throws LogUnreadable if the event names no tenant: it could then be left out of every copy unseen */
    public boolean admits(LoggedEvent event) throws LogUnreadable {
        String owner = event.metadata().get(Metadata.TENANT);
        if (owner == null) {
            throw new LogUnreadable("event " + event.index() + " names no tenant");
        }
        return owner.equals(tenant.value())
                && (first == null || event.index() >= first)
                && (last == null || event.index() <= last)
                && (from == null || !event.recordedAt().isBefore(from))
                && (to == null || event.recordedAt().isBefore(to))
                && (record == null
                        || AuditReading.recordOf(event.payload()).id().equals(record));
    }
}
