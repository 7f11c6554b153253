package io.devicetrail.domain.incident;

import io.devicetrail.domain.shared.Rejection;

/** Why a command about an incident was refused. */
public sealed interface IncidentRejection extends Rejection {

    /** Also for one of another tenant. */
    record IncidentUnknown(String episode) implements IncidentRejection {
        @Override
        public String code() {
            return "INCIDENT_UNKNOWN";
        }

        @Override
        public String message() {
            return "There is no incident " + episode + "; give its incidentId as the list shows it.";
        }
    }

    record IncidentOver(String episode) implements IncidentRejection {
        @Override
        public String code() {
            return "INCIDENT_OVER";
        }

        @Override
        public String message() {
            return "Incident " + episode + " is closed, and there is nothing left to acknowledge; add a note instead.";
        }
    }

    record IncidentAcknowledgedBefore(String episode) implements IncidentRejection {
        @Override
        public String code() {
            return "INCIDENT_ACKNOWLEDGED_BEFORE";
        }

        @Override
        public String message() {
            return "Somebody acknowledged incident " + episode + " already; add a note to say more.";
        }
    }

    record TooManyNotes(int most) implements IncidentRejection {
        @Override
        public String code() {
            return "TOO_MANY_INCIDENT_NOTES";
        }

        @Override
        public String message() {
            return "This incident has " + most + " notes, which is the most; keep the rest where it is referred to.";
        }
    }
}
