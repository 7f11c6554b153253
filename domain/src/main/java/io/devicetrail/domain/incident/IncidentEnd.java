package io.devicetrail.domain.incident;

/** Why an incident was closed. */
public enum IncidentEnd {
    /** What was wrong is right again. */
    RECOVERED,
    /** What is wrong is in another incident now: of the whole site, or of each device again. */
    TAKEN_OVER,
    /** The device left service; nobody waits for it any more. */
    OUT_OF_SERVICE
}
