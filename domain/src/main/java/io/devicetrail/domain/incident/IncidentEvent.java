package io.devicetrail.domain.incident;

import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.SortedMap;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** What happened to incidents. Each names its subject, so that it is read where that is. */
public sealed interface IncidentEvent {
    IncidentId incident();

    TenantId tenant();

    IncidentSubject subject();

    /** Of the incidents of this kind about this subject, from 1. */
    int number();

    /**
     * @param matter what of the subject; empty unless the kind needs it
     * @param since from when on it has been wrong
     * @param evidence what it rests on, for people
     * @param cause what happened
     * @param index of the log, where that happened; null where it follows from how things stood
     */
    @Revision("1")
    record IncidentOpened(
            IncidentId incident,
            TenantId tenant,
            IncidentSubject subject,
            int number,
            IncidentKind kind,
            String matter,
            Instant since,
            SortedMap<String, String> evidence,
            String cause,
            @Nullable Long index)
            implements IncidentEvent {
        public IncidentOpened(
                IncidentId incident,
                TenantId tenant,
                IncidentSubject subject,
                int number,
                IncidentKind kind,
                String matter,
                Instant since,
                SortedMap<String, String> evidence,
                String cause) {
            this(incident, tenant, subject, number, kind, matter, since, evidence, cause, null);
        }
    }

    /**
     * The same thing happened again while it was open.
     *
     * @param fromCauses how many causes it had
     * @param toCauses how many it has
     * @param index as of its opening
     */
    @Revision("1")
    record IncidentRecurred(
            IncidentId incident,
            TenantId tenant,
            IncidentSubject subject,
            int number,
            int fromCauses,
            int toCauses,
            SortedMap<String, String> evidence,
            String cause,
            @Nullable Long index)
            implements IncidentEvent {
        public IncidentRecurred(
                IncidentId incident,
                TenantId tenant,
                IncidentSubject subject,
                int number,
                int fromCauses,
                int toCauses,
                SortedMap<String, String> evidence,
                String cause) {
            this(incident, tenant, subject, number, fromCauses, toCauses, evidence, cause, null);
        }
    }

    /**
     * The platform found that it is over.
     *
     * @param index as of its opening
     */
    @Revision("1")
    record IncidentClosed(
            IncidentId incident,
            TenantId tenant,
            IncidentSubject subject,
            int number,
            IncidentEnd why,
            String cause,
            @Nullable Long index)
            implements IncidentEvent {
        public IncidentClosed(
                IncidentId incident,
                TenantId tenant,
                IncidentSubject subject,
                int number,
                IncidentEnd why,
                String cause) {
            this(incident, tenant, subject, number, why, cause, null);
        }
    }

    /** Somebody has seen it; who, when and why is beside it, as of every event. */
    @Revision("1")
    record IncidentAcknowledged(IncidentId incident, TenantId tenant, IncidentSubject subject, int number)
            implements IncidentEvent {}

    /** @param note what somebody wrote */
    @Revision("1")
    record IncidentNoted(IncidentId incident, TenantId tenant, IncidentSubject subject, int number, String note)
            implements IncidentEvent {}
}
