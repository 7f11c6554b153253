package io.devicetrail.queryside.incidents;

/** An incident as it is after a change. */
record IncidentChange(Incident incident, long position) {}
