package io.devicetrail.domain.incident;

import io.devicetrail.domain.shared.MalformedInput;
import io.devicetrail.domain.shared.RegulatedChange;
import io.devicetrail.domain.shared.Shape;
import io.devicetrail.domain.tenant.TenantId;
import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** What the platform, and people, can ask about incidents. */
public sealed interface IncidentCommand {
    IncidentId incident();

    /**
     * Opens an incident, or counts one more cause into the one that is open. The same cause again changes nothing.
     *
     * @param matter what of the subject; empty unless the kind needs it
     * @param since from when on it has been wrong
     * @param evidence what it rests on, name to value, for people
     * @param cause names what happened, once for ever
     * @param index of the log, where it happened: what is before the last word of this incident changes nothing; null
     *     where it follows from how things stand
     */
    record OpenIncident(
            @TargetAggregateIdentifier IncidentId incident,
            TenantId tenant,
            IncidentKind kind,
            IncidentSubject subject,
            String matter,
            Instant since,
            SortedMap<String, String> evidence,
            String cause,
            @Nullable Long index)
            implements IncidentCommand {
        /** Most pieces of evidence of one cause. */
        public static final int MOST_EVIDENCE = 20;

        public OpenIncident {
            if (!incident.equals(IncidentId.of(kind, subject, matter))) {
                throw new MalformedInput("incident", "is not the id of this kind and subject");
            }
            if (evidence.size() > MOST_EVIDENCE) {
                throw new MalformedInput("evidence", "has more than " + MOST_EVIDENCE + " entries");
            }
            evidence = new TreeMap<>(evidence);
        }

        public static OpenIncident of(
                TenantId tenant,
                IncidentKind kind,
                IncidentSubject subject,
                String matter,
                Instant since,
                SortedMap<String, String> evidence,
                String cause) {
            IncidentId incident = IncidentId.of(kind, subject, matter);
            return new OpenIncident(incident, tenant, kind, subject, matter, since, evidence, cause, null);
        }

        public OpenIncident at(long index) {
            return new OpenIncident(incident, tenant, kind, subject, matter, since, evidence, cause, index);
        }
    }

    /**
     * Closes the incident that is open, if one is.
     *
     * @param cause names what happened, once for ever
     * @param index as of what opens one; an end has to be after the last word
     */
    record CloseIncident(
            @TargetAggregateIdentifier IncidentId incident,
            IncidentEnd why,
            String cause,
            @Nullable Long index) implements IncidentCommand {
        public CloseIncident(IncidentId incident, IncidentEnd why, String cause) {
            this(incident, why, cause, null);
        }

        public CloseIncident at(long at) {
            return new CloseIncident(incident, why, cause, at);
        }
    }

    /** Somebody has seen it and says what is being done. */
    record AcknowledgeIncident(@TargetAggregateIdentifier IncidentId incident, int number)
            implements IncidentCommand, RegulatedChange {}

    /** Somebody adds what they found; also after the end. */
    record AddIncidentNote(@TargetAggregateIdentifier IncidentId incident, int number, String note)
            implements IncidentCommand {
        /** Longest note, in characters. */
        public static final int LONGEST_NOTE = 2_000;

        public AddIncidentNote {
            note = Shape.prose("note", note, LONGEST_NOTE);
        }
    }
}
