package io.devicetrail.ingress;

import io.devicetrail.domain.devicemodel.ModelVersionFindings;
import io.devicetrail.domain.quarantine.QuarantinedMessages;
import io.devicetrail.ingress.contract.DeviceContracts;
import io.devicetrail.ingress.contract.StoredFindings;
import io.devicetrail.ingress.quarantine.QuarantineStore;
import io.devicetrail.ingress.release.KeptMessages;
import io.devicetrail.ingress.release.SecondReading;
import io.devicetrail.ingress.telemetry.TelemetryStore;
import java.time.Clock;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;

/** What takes decisions about quarantined messages, and counts what versions that only report would refuse: on every node, as
 * any of them may be asked for it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IngressSettings.class)
public class QuarantineWiring {
    @Bean
    DeviceContracts deviceContracts(JdbcTemplate jdbc, Clock clock, IngressSettings settings) {
        return new DeviceContracts(jdbc, clock, settings.contractAge(), settings.cachedContracts());
    }

    @Bean
    SecondReading secondReading(DeviceContracts contracts, JdbcTemplate jdbc, IngressSettings settings) {
        return new SecondReading(contracts, new TelemetryStore(jdbc), settings);
    }

    @Bean
    ModelVersionFindings modelVersionFindings(JdbcTemplate jdbc, Clock clock) {
        return new StoredFindings(jdbc, clock);
    }

    @Bean
    QuarantinedMessages quarantinedMessages(JdbcTemplate jdbc, SecondReading reading) {
        return new KeptMessages(new QuarantineStore(jdbc), reading);
    }
}
