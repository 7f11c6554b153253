package io.devicetrail.update.metadata;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * What every role says of itself.
 *
 * @param version from 1 on, one more with each publication of the role
 * @param expires from then on it is no longer believed; whole seconds
 */
public record Header(long version, Instant expires) {
    /** The specification that is followed; readers take any of 1.x. */
    static final String SPECIFICATION = "1.0.31";

    public Header {
        expires = expires.truncatedTo(ChronoUnit.SECONDS);
    }

    static Header read(Role role, Fields fields) {
        if (!fields.text("_type").equals(role.text())) {
            throw new UpdateRefused(Refusal.WRONG_ROLE, fields.text("_type") + " was found in place of " + role.text());
        }
        if (!fields.text("spec_version").matches("1(\\.\\d{1,9}){1,2}")) {
            throw new UpdateRefused(
                    Refusal.UNSUPPORTED_SPECIFICATION, role.text() + " is of " + fields.text("spec_version"));
        }
        return new Header(fields.number("version", 1), fields.time("expires"));
    }

    ObjectNode toJson(Role role) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("_type", role.text())
                .put("spec_version", SPECIFICATION)
                .put("version", version)
                .put("expires", expires.toString());
    }

    /** @throws UpdateRefused from the moment of expiry on: what a freezing attacker keeps alive ends here */
    public void mustNotBeExpired(Role role, Instant now) {
        if (!now.isBefore(expires)) {
            throw new UpdateRefused(Refusal.expired(role), role.text() + " version " + version + " ended " + expires);
        }
    }
}
