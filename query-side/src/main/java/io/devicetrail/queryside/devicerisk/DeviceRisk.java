package io.devicetrail.queryside.devicerisk;

import java.time.Instant;
import java.util.List;

/**
 * A device's risk, with what it is made of.
 *
 * @param score from 0 to {@link RiskPolicy#MOST}
 * @param parts all of them, those without points too, always in the same order
 * @param asOf what depends on the time depends on this one
 */
record DeviceRisk(int score, List<Part> parts, Instant asOf) {
    /** @param reason for a person */
    record Part(Name name, int points, String reason) {}

    /** What is looked at. */
    enum Name {
        CONNECTIVITY,
        FLAPPING,
        INCIDENTS,
        COMMANDS,
        CERTIFICATE,
        TWIN
    }
}
