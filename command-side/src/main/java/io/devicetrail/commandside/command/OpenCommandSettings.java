package io.devicetrail.commandside.command;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many commands may be open at once: requested and not ended, those that are held back with them.
 *
 * @param ofDevice most of one device; as a default more than any device does in the time that its commands have
 * @param ofTenant most of one tenant
 */
@ConfigurationProperties("devicetrail.commands.most-open")
record OpenCommandSettings(
        @DefaultValue("500") int ofDevice,
        @DefaultValue("50000") int ofTenant) {
    /** More of a tenant would make the count itself slow. */
    static final int MOST = 200_000;

    OpenCommandSettings {
        require("of-device", ofDevice);
        require("of-tenant", ofTenant);
    }

    private static void require(String name, int value) {
        if (value < 1 || value > MOST) {
            throw new IllegalArgumentException("devicetrail.commands.most-open." + name + " must be 1 to " + MOST);
        }
    }
}
