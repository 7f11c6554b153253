package io.devicetrail.queryside.position;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of waiting for a position.
 *
 * @param patience how long a question waits for its read model at most
 */
@ConfigurationProperties("devicetrail.query.position")
record PositionSettings(@DefaultValue("5s") Duration patience) {}
