package io.devicetrail.domain.incident;

/** What an incident is about. The platform opens and closes each by one rule of its own. */
public enum IncidentKind {
    /** A device in service is offline or stale. */
    DEVICE_OFFLINE,
    /** A device comes and goes too often for its state to be told. */
    DEVICE_FLAPPING,
    /** So many devices of a site went silent together that each for itself says nothing. */
    MASS_DISCONNECT,
    /** A command that its model wants escalated came to nothing. */
    COMMAND_FAILED,
    /** A device did not renew its certificate in time. */
    CERTIFICATE_OVERDUE,
    /** A device that nobody can reach or will ever: never heard, or without a certificate that is valid. */
    ORPHAN
}
