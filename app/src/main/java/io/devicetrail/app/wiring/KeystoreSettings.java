package io.devicetrail.app.wiring;

import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.keys.KeyFiles;
import io.devicetrail.audit.ledger.keys.KeyPlace;
import io.devicetrail.audit.ledger.keys.OwnersFile;
import io.devicetrail.audit.ledger.keys.Pkcs11Token;
import io.devicetrail.audit.ledger.keys.Pkcs12Access;
import io.devicetrail.audit.ledger.keys.Pkcs12Keys;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the ledger's private keys are. Password and PIN come from a file or from the environment, and are no settings:
 * a setting can stand on a command line, which every process of the machine can read.
 *
 * @param path of the PKCS #12 store, relative to the home
 * @param passwordFile of the store, relative to the home; without it {@link #PASSWORD} of the environment is read
 * @param ed25519Alias of the key in the store
 * @param mlDsaAlias of the key in the store
 */
public record KeystoreSettings(
        @DefaultValue("files") Type type,
        @DefaultValue("secrets/ledger.p12") Path path,
        @Nullable Path passwordFile,
        @DefaultValue("ledger-ed25519") String ed25519Alias,
        @DefaultValue("ledger-ml-dsa-44") String mlDsaAlias,
        @DefaultValue TokenSetting token) {
    /** Variable of the environment. */
    static final String PASSWORD = "DEVICETRAIL_LEDGER_KEYSTORE_PASSWORD";

    /** Variable of the environment. */
    static final String PIN = "DEVICETRAIL_LEDGER_KEYSTORE_PIN";

    private static final String PREFIX = "devicetrail.ledger.keystore";

    /** The kinds of place. */
    public enum Type {
        /** PEM files in the secrets. */
        FILES,
        /** Both keys in a PKCS #12 store. */
        PKCS12,
        /** The Ed25519 key in a PKCS #11 token, the ML-DSA-44 key in a PKCS #12 store. */
        PKCS11
    }

    /**
     * @param library the token's PKCS #11 module
     * @param label of the token
     * @param pinFile relative to the home; without it {@link #PIN} of the environment is read
     * @param key label of the token's key for a ledger that begins
     */
    public record TokenSetting(
            @Nullable Path library,
            @Nullable String label,
            @Nullable Path pinFile,
            @DefaultValue("ledger-ed25519") String key) {}

    /** For a command that works without the application. */
    public static KeystoreSettings of(Settings settings) {
        return settings.bound(PREFIX, KeystoreSettings.class);
    }

    /** @throws StartFailure if a setting is missing, or what it names cannot be used */
    public KeyPlace place(Path home) throws IOException {
        return place(home, System::getenv);
    }

    KeyPlace place(Path home, UnaryOperator<@Nullable String> environment) throws IOException {
        return type == Type.FILES ? KeyFiles.in(home.resolve("secrets")) : store(home, environment);
    }

    /** The store alone, to put keys into. */
    public Pkcs12Keys store(Path home) throws IOException {
        return store(home, System::getenv);
    }

    private Pkcs12Keys store(Path home, UnaryOperator<@Nullable String> environment) throws IOException {
        try {
            Path file = home.resolve(path);
            Pkcs12Access access = new Pkcs12Access(
                    secret(home, passwordFile, PREFIX + ".password-file", PASSWORD, environment),
                    ed25519Alias,
                    mlDsaAlias);
            if (type != Type.PKCS11) {
                return Pkcs12Keys.in(file, access);
            }
            if (token.library() == null || token.label() == null) {
                throw new StartFailure(
                        "The ledger's key is to be in a token, but which one is not set",
                        "Set " + PREFIX + ".token.library and .token.label, as docs/ledger.md tells");
            }
            Pkcs11Token module =
                    new Pkcs11Token(home.resolve(token.library()), token.label(), () -> pin(home, environment));
            return Pkcs12Keys.in(file, access, module, token.key());
        } catch (IllegalArgumentException | LedgerBroken unusable) {
            throw refused(unusable);
        }
    }

    private String pin(Path home, UnaryOperator<@Nullable String> environment) {
        try {
            return secret(home, token.pinFile(), PREFIX + ".token.pin-file", PIN, environment);
        } catch (StartFailure missing) {
            throw new LedgerBroken(missing.line(), missing);
        } catch (IOException unreadable) {
            throw new LedgerBroken("the PIN of the token cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private static String secret(
            Path home,
            @Nullable Path file,
            String setting,
            String variable,
            UnaryOperator<@Nullable String> environment)
            throws IOException {
        String value = file == null ? environment.apply(variable) : OwnersFile.secret(home.resolve(file));
        if (value == null) {
            throw new StartFailure(
                    "The ledger's keys are in a store, but not what opens it",
                    "Set " + setting + " to a file with mode 600, or " + variable + " in the environment");
        }
        return value;
    }

    static StartFailure refused(RuntimeException unusable) {
        return new StartFailure(
                "The ledger's keys cannot be used: " + unusable.getMessage(),
                "docs/ledger.md tells under \"Where the keys are\" what is needed",
                unusable);
    }
}
