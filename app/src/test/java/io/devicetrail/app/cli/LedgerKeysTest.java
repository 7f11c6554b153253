package io.devicetrail.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.app.embedded.Settings;
import io.devicetrail.app.wiring.KeystoreSettings;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.note.VerifierKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code devicetrail ledger import-key} on a home whose keys are in files. */
class LedgerKeysTest {
    private static final Map<String, String> STORE = Map.of(
            "devicetrail.ledger.keystore.type", "pkcs12",
            "devicetrail.ledger.keystore.password-file", "secrets/ledger-password");

    @TempDir
    Path home;

    private Path secrets;
    private List<VerifierKey> before;

    private record Said(int exit, String line) {}

    @BeforeEach
    void keysInFiles() throws IOException {
        secrets = Files.createDirectories(home.resolve("secrets"));
        before = LedgerKeyring.in(secrets, null).current().verifiers();
        password("rw-------");
    }

    private void password(String mode) throws IOException {
        Path file = secrets.resolve("ledger-password");
        Files.writeString(file, "correct horse\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private Said importKeys(Map<String, String> settings) {
        List<String> arguments = new ArrayList<>(List.of("ledger", "import-key", "--home", home.toString()));
        settings.forEach((name, value) -> arguments.addAll(List.of("--set", name + "=" + value)));
        PrintStream err = System.err;
        ByteArrayOutputStream caught = new ByteArrayOutputStream();
        System.setErr(new PrintStream(caught, true, StandardCharsets.UTF_8));
        try {
            int exit = CommandLineInterface.run(arguments.toArray(String[]::new));
            // In a test's JVM the log goes to the same place.
            return new Said(
                    exit,
                    caught.toString(StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.startsWith("devicetrail: ") || line.startsWith("The ledger's keys"))
                            .collect(Collectors.joining("\n")));
        } finally {
            System.setErr(err);
        }
    }

    @Test
    void keysAreMovedIntoTheStoreOfTheSettings() throws IOException {
        Said said = importKeys(STORE);
        assertThat(said.exit()).as(said.line()).isZero();
        assertThat(said.line()).contains("the key store ledger.p12").doesNotContain("correct horse");
        assertThat(LedgerKeyring.verifiersIn(
                        secrets, KeystoreSettings.of(Settings.load(home, STORE)).place(home)))
                .isEqualTo(before);
        assertThat(secrets).isDirectoryNotContaining("glob:**.pem");
        Said again = importKeys(STORE);
        assertThat(again.exit()).isEqualTo(1);
        assertThat(again.line()).contains("there are not both keys in");
    }

    @Test
    void withoutAStoreOrWhatOpensItNothingIsMoved() throws IOException {
        assertThat(importKeys(Map.of()))
                .isEqualTo(new Said(2, "devicetrail: set devicetrail.ledger.keystore.type to pkcs12 or pkcs11 first"));
        Said closed = importKeys(Map.of("devicetrail.ledger.keystore.type", "pkcs12"));
        assertThat(closed.exit()).isEqualTo(1);
        assertThat(closed.line()).contains("but not what opens it").doesNotContain("\n");
        Said without = importKeys(Map.of(
                "devicetrail.ledger.keystore.type", "pkcs12",
                // A password on the command line is none: every process of the machine could read it there.
                "devicetrail.ledger.keystore.password", "correct horse"));
        assertThat(without.line()).contains("but not what opens it");
        password("rw-r--r--");
        Said open = importKeys(STORE);
        assertThat(open.line()).contains("others may read").doesNotContain("\n");
        assertThat(LedgerKeyring.verifiersIn(secrets)).isEqualTo(before);
        assertThat(secrets.resolve("ledger.p12")).doesNotExist();
    }
}
