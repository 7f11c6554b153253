package io.devicetrail.app.embedded;

import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.authority.AuthorityBroken;
import io.devicetrail.pki.authority.AuthorityStore;
import io.devicetrail.pki.authority.PlatformAuthority;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Opens the certificate authorities of a home, before any part: the broker has a certificate of theirs. */
final class Authorities {
    static final String PASSWORD_FILE = "authorities-password";

    private Authorities() {}

    static PlatformAuthority open(Settings settings, Home home, Clock clock) {
        return open(settings, home, clock, System::getenv);
    }

    /** @throws StartFailure if the keys cannot be used */
    static PlatformAuthority open(
            Settings settings, Home home, Clock clock, UnaryOperator<@Nullable String> environment) {
        CertificateSettings.Keystore keystore = settings.bound(CertificateSettings.PREFIX, CertificateSettings.class)
                .keystore();
        try {
            String password = password(keystore, home, environment);
            return PlatformAuthority.open(AuthorityStore.open(home.root().resolve(keystore.path()), password), clock);
        } catch (AuthorityBroken unusable) {
            throw new StartFailure(
                    "The keys of the certificate authorities cannot be used: " + unusable.getMessage(),
                    "Restore the file from its backup, or see docs/security.md: without it no certificate can be renewed",
                    unusable);
        }
    }

    private static String password(
            CertificateSettings.Keystore keystore, Home home, UnaryOperator<@Nullable String> environment) {
        Path file = keystore.passwordFile();
        if (file != null) {
            try {
                return Files.readString(home.root().resolve(file)).strip();
            } catch (IOException unreadable) {
                throw new StartFailure(
                        "The file of " + CertificateSettings.PREFIX + ".keystore.password-file cannot be read: " + file,
                        "Check path and owner",
                        unreadable);
            }
        }
        String given = environment.apply(CertificateSettings.PASSWORD);
        return given == null ? home.secret(PASSWORD_FILE) : given;
    }
}
