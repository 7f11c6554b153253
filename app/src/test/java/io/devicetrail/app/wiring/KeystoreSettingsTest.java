package io.devicetrail.app.wiring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.embedded.StartFailure;
import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.keys.KeyFiles;
import io.devicetrail.audit.ledger.keys.KeyPlace;
import io.devicetrail.audit.ledger.keys.Pkcs12Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where the ledger's keys are, as an operator sets it, and what an operator is told who sets it by half. */
class KeystoreSettingsTest {
    private static final Map<String, String> OPEN =
            Map.of(KeystoreSettings.PASSWORD, "correct horse", KeystoreSettings.PIN, "1234");

    @TempDir
    Path home;

    private KeyPlace place(Map<String, String> settings, Map<String, String> environment) throws IOException {
        Files.createDirectories(home.resolve("secrets"));
        Map<String, String> named = new HashMap<>();
        settings.forEach((name, value) -> named.put("devicetrail.ledger.keystore." + name, value));
        return KeystoreSettings.of(Settings.load(home, named)).place(home, environment::get);
    }

    @Test
    void filesAreTheDefaultAndNeedNothing() throws IOException {
        assertThat(place(Map.of(), Map.of())).isInstanceOf(KeyFiles.class);
    }

    @Test
    void aStoreIsOpenedByWhatTheEnvironmentHasUnderTheAliasesOfTheSettings() throws IOException {
        Path secrets = Files.createDirectories(home.resolve("secrets"));
        Map<String, String> settings = Map.of("type", "pkcs12", "ed25519-alias", "one", "ml-dsa-alias", "two");
        LedgerKeyring made = LedgerKeyring.in(secrets, place(settings, OPEN), null);
        assertThat(secrets.resolve("ledger.p12")).exists();
        assertThat(LedgerKeyring.verifiersIn(secrets, place(settings, OPEN)))
                .isEqualTo(made.current().verifiers());
        assertThatThrownBy(() -> place(Map.of("type", "pkcs12"), OPEN).found())
                .hasMessageContaining("but under [one, two]");
    }

    @Test
    void whatIsMissingIsNamedInOneLine() throws IOException {
        assertThatThrownBy(() -> place(Map.of("type", "pkcs12"), Map.of()))
                .isInstanceOfSatisfying(
                        StartFailure.class,
                        told -> assertThat(told.line())
                                .contains("devicetrail.ledger.keystore.password-file")
                                .contains("DEVICETRAIL_LEDGER_KEYSTORE_PASSWORD"));
        KeyPlace withoutPin = place(
                Map.of("type", "pkcs11", "token.library", "/usr/lib/no-module.so", "token.label", "ledger"),
                Map.of(KeystoreSettings.PASSWORD, "correct horse"));
        assertThatThrownBy(withoutPin::open)
                .as("who signs needs it, who verifies does not")
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("devicetrail.ledger.keystore.token.pin-file")
                .hasMessageContaining("DEVICETRAIL_LEDGER_KEYSTORE_PIN");
        assertThatThrownBy(() -> place(Map.of("type", "pkcs11", "token.label", "ledger"), OPEN))
                .isInstanceOfSatisfying(
                        StartFailure.class, told -> assertThat(told.line()).contains("token.library and .token.label"));
        assertThatThrownBy(() -> place(Map.of("type", "pkcs12"), Map.of(KeystoreSettings.PASSWORD, "short")))
                .isInstanceOfSatisfying(
                        StartFailure.class, told -> assertThat(told.line()).contains("at least 6 characters"));
        assertThatThrownBy(() -> place(Map.of("type", "jks"), OPEN)).isInstanceOf(StartFailure.class);
    }

    @Test
    void aTokenStandsBesideTheStore() throws IOException {
        KeyPlace place = place(
                Map.of("type", "pkcs11", "token.library", "/usr/lib/no-module.so", "token.label", "ledger"), OPEN);
        assertThat(place).isInstanceOf(Pkcs12Keys.class);
        assertThat(place.name()).isEqualTo("the key store ledger.p12 with the token ledger");
    }
}
