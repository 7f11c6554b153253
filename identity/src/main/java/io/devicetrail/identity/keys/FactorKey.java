package io.devicetrail.identity.keys;

import io.devicetrail.identity.credential.EnrolledFactors;
import io.devicetrail.identity.credential.SecretCipher;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The key of second factors. Lost, every second factor has to be reset: back it up together with the database. */
@Configuration(proxyBeanMethods = false)
class FactorKey {
    static final String FILE = "second-factors.key";

    @Bean
    SecretCipher secretCipher(@Value("${devicetrail.home}") Path home, JdbcClient jdbc) {
        SecretFile file = new SecretFile(home.resolve("secrets").resolve(FILE));
        byte[] key = file.read().orElseGet(() -> {
            if (EnrolledFactors.any(jdbc)) {
                throw EnrolledFactors.lost("is missing");
            }
            byte[] fresh = new byte[SecretCipher.KEY_BYTES];
            new SecureRandom().nextBytes(fresh);
            file.write(fresh);
            return fresh;
        });
        SecretCipher cipher = new SecretCipher(key);
        EnrolledFactors.requireReadable(jdbc, cipher);
        return cipher;
    }
}
