package io.devicetrail.pki.outsideca;

import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.outsideca.OutsideAuthoritySettings.Est;
import java.time.Clock;
import java.util.Objects;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Only where another's authority signs. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(prefix = "devicetrail.certificates", name = "authority", havingValue = "est")
class OutsideAuthorityWiring {
    @Bean
    EstAuthority estAuthority(OutsideAuthoritySettings outside, CertificateSettings settings, Clock clock) {
        Est est = Objects.requireNonNull(outside.est(), "the settings ask for it");
        return new EstAuthority(est, settings.deviceLife(), clock);
    }
}
