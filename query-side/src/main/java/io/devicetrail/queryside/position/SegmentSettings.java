package io.devicetrail.queryside.position;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of projecting side by side.
 *
 * @param independent segments of each read model whose records do not depend on one another (devices, commands, audit trail), from 1
 *     to {@link #MOST}; a read model that is there already takes them at its next rebuild
 */
@ConfigurationProperties("devicetrail.query.segments")
public record SegmentSettings(@DefaultValue("2") int independent) {
    /** Each segment of three read models holds a connection to the database while it writes, of 30 that there are. */
    public static final int MOST = 4;

    public SegmentSettings {
        if (independent < 1 || independent > MOST) {
            throw new IllegalArgumentException("devicetrail.query.segments.independent must be 1 to " + MOST);
        }
    }
}
