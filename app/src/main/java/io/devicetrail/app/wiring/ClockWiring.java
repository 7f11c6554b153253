package io.devicetrail.app.wiring;

import java.time.Clock;
import java.time.ZoneId;
import org.axonframework.eventhandling.GenericEventMessage;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The one clock; everything else has it injected. */
@Configuration
class ClockWiring {
    @Bean
    @ConditionalOnMissingBean
    Clock clock() {
        Clock clock = Clock.systemUTC();
        GenericEventMessage.clock = clock;
        return clock;
    }

    @Bean
    ZoneId serverZone() {
        return ZoneId.systemDefault();
    }
}
