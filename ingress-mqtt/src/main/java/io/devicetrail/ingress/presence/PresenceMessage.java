package io.devicetrail.ingress.presence;

import io.devicetrail.ingress.quarantine.Misfit;
import io.devicetrail.ingress.quarantine.QuarantineReason;
import io.devicetrail.ingress.quarantine.StrictJson;
import tools.jackson.databind.JsonNode;

/** What a presence message says. */
public enum PresenceMessage {
    ONLINE,
    /** The device took its leave. */
    GOODBYE,
    /** The broker speaks for a device that went without a word. */
    WILL;

    /** @throws Misfit if it says none of these */
    static PresenceMessage read(JsonNode message) {
        String state = StrictJson.optionalText(message, "state");
        JsonNode goodbye = message.get("goodbye");
        if ("online".equals(state)) {
            return ONLINE;
        }
        if ("offline".equals(state)) {
            return goodbye != null && goodbye.isBoolean() && goodbye.booleanValue() ? GOODBYE : WILL;
        }
        throw new Misfit(QuarantineReason.MALFORMED_MESSAGE, "state must be online or offline but is " + state);
    }
}
