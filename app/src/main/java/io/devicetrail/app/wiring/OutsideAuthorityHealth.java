package io.devicetrail.app.wiring;

import io.devicetrail.pki.outsideca.EstAuthority;
import java.time.Clock;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether another's authority, that signs devices' certificates, answers. While it does not, all but that goes on. */
@Component("outsideAuthorityHealthIndicator")
@ConditionalOnProperty(prefix = "devicetrail.certificates", name = "authority", havingValue = "est")
class OutsideAuthorityHealth implements HealthIndicator {
    /** It is asked no more often than this, whoever asks for health. */
    static final Duration FRESH = Duration.ofSeconds(30);

    private final EstAuthority authority;
    private final Clock clock;

    OutsideAuthorityHealth(EstAuthority authority, Clock clock) {
        this.authority = authority;
        this.clock = clock;
    }

    @Override
    public Health health() {
        if (authority.lookedAt().plus(FRESH).isBefore(clock.instant())) {
            authority.look();
        }
        String trouble = authority.trouble();
        Health.Builder health = trouble == null ? Health.up() : Health.down().withDetail("trouble", trouble);
        return health.withDetail("lookedAt", authority.lookedAt().toString()).build();
    }
}
