package io.devicetrail.app.embedded;

import io.devicetrail.pki.CertificateSettings;
import io.devicetrail.pki.CertificateSettings.Place;
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
            return PlatformAuthority.open(store(keystore, home, environment), clock);
        } catch (AuthorityBroken unusable) {
            throw new StartFailure(
                    "The keys of the certificate authorities cannot be used: " + unusable.getMessage(),
                    keystore.type() == Place.PKCS11
                            ? "See whether the module's own tools find the token (pkcs11-tool --list-slots), and check "
                                    + CertificateSettings.PREFIX + ".keystore"
                            : "Restore the file from its backup, or see docs/security.md: without it no certificate can"
                                    + " be renewed",
                    unusable);
        }
    }

    private static AuthorityStore store(
            CertificateSettings.Keystore keystore, Home home, UnaryOperator<@Nullable String> environment) {
        if (keystore.type() == Place.PKCS12) {
            String given = password(keystore, home, environment);
            return AuthorityStore.open(
                    home.root().resolve(keystore.path()), given == null ? home.secret(PASSWORD_FILE) : given);
        }
        Path library = keystore.token().library();
        if (library == null) {
            throw new StartFailure(
                    "The authorities' keys are to be in a token, but which one is not set",
                    "Set " + CertificateSettings.PREFIX + ".keystore.token.library to its PKCS #11 module");
        }
        String pin = password(keystore, home, environment);
        if (pin == null) {
            throw new StartFailure(
                    "The authorities' keys are in a token, but not what opens it",
                    "Set " + CertificateSettings.PREFIX + ".keystore.password-file to a file with its PIN, or "
                            + CertificateSettings.PASSWORD + " in the environment");
        }
        return AuthorityStore.open(
                home.root().resolve(library), keystore.token().slot(), pin);
    }

    private static @Nullable String password(
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
        return environment.apply(CertificateSettings.PASSWORD);
    }
}
