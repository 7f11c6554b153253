package io.devicetrail.app.enrolment;

import io.devicetrail.pki.authority.AuthorityStore;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Found by the application's scan; makes authorities where the start has not brought some. */
@Configuration(proxyBeanMethods = false)
class AuthorityOfTests {
    @Bean
    @ConditionalOnMissingBean
    PlatformAuthority platformAuthority(@Value("${devicetrail.home}") Path home, Clock clock) throws IOException {
        Path secrets = Files.createDirectories(home.resolve("secrets"));
        return PlatformAuthority.open(AuthorityStore.open(secrets.resolve("authorities.p12"), "of tests"), clock);
    }
}
