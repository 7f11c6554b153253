package io.devicetrail.audit.ledger.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The ledger's keys in a PKCS #12 store: made, moved there, replaced, and refused where they are not its own. */
class Pkcs12KeysTest {
    private static final String PASSWORD = "correct horse";
    private static final Pkcs12Access ACCESS = new Pkcs12Access(PASSWORD, "ledger-ed25519", "ledger-ml-dsa-44");

    @TempDir
    Path home;

    private final ListedRows log = new ListedRows();
    private Path file;

    @BeforeEach
    void folder() throws IOException {
        file = Files.createDirectories(home.resolve("secrets")).resolve("ledger.p12");
    }

    private Pkcs12Keys place() throws IOException {
        return Pkcs12Keys.in(file, ACCESS);
    }

    private List<Finding> check(WrittenLedger ledger, List<VerifierKey> keys) throws IOException {
        return new LedgerCheck(ledger.files(), keys, List.of(), log)
                .run((checked, of) -> {})
                .findings();
    }

    @Test
    void aLedgerBeginsWithAStoreThatOnlyTheOwnerMayReadAndFindsItAgain() throws IOException {
        WrittenLedger ledger = WrittenLedger.in(home, place()).follow(log.grow(300));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(home.resolve("secrets/ledger-ed25519.pem")).doesNotExist();
        WrittenLedger again = WrittenLedger.in(home, place()).follow(log.grow(5));
        assertThat(again.keys()).isEqualTo(ledger.keys());
        assertThat(check(again, ledger.keys())).isEmpty();
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(this::place).isInstanceOf(LedgerBroken.class).hasMessageContaining("others may read");
    }

    @Test
    void rotationReplacesBothKeysInTheStoreAndOldOnesStillVerify() throws IOException {
        WrittenLedger ledger = WrittenLedger.in(home, place()).follow(log.grow(5));
        List<VerifierKey> before = ledger.keys();
        ledger.rotate(log).follow(log.grow(3));
        assertThat(ledger.keys()).doesNotContainAnyElementsOf(before);
        assertThat(check(ledger, before)).isEmpty();
        assertThat(check(ledger, ledger.keys())).isEmpty();
        assertThat(WrittenLedger.in(home, place()).keys()).isEqualTo(ledger.keys());
        assertThat(Pkcs12.of(Files.readAllBytes(file), PASSWORD, "").aliases())
                .as("the old ones are gone")
                .containsExactly("ledger-ed25519", "ledger-ml-dsa-44");
    }

    @Test
    void keysOfFilesAreMovedWithoutBeingChangedAndTheFilesAreGone() throws IOException {
        WrittenLedger inFiles = new WrittenLedger(home).follow(log.grow(5));
        // Keys that follow may be in the log already: they move as well.
        KeyGeneration following = KeyFiles.in(home.resolve("secrets")).prepare(null);
        place().takeFrom(KeyFiles.in(home.resolve("secrets")));
        assertThat(home.resolve("secrets"))
                .isDirectoryNotContaining(path -> path.toString().endsWith(".pem"));
        WrittenLedger inStore = WrittenLedger.in(home, place()).follow(log.grow(5));
        assertThat(inStore.keys()).isEqualTo(inFiles.keys());
        assertThat(check(inStore, inFiles.keys())).isEmpty();
        assertThat(place().prepare(null).mlDsa().publicKey())
                .isEqualTo(following.mlDsa().publicKey());
        assertThatThrownBy(() -> new WrittenLedger(home))
                .as("without the setting no other keys are made")
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("the keys of this ledger are not in");
        assertThat(home.resolve("secrets/ledger-ed25519.pem")).doesNotExist();
    }

    @Test
    void filesAreNotMovedIntoAStoreOfOtherKeys() throws IOException {
        new WrittenLedger(home).follow(log.grow(5));
        Pkcs12Keys other = place();
        other.open();
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> other.takeFrom(KeyFiles.in(home.resolve("secrets"))))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("has other keys than those in");
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        assertThat(new WrittenLedger(home).follow(log.grow(5)).keys()).hasSize(2);
        assertThatThrownBy(() -> WrittenLedger.in(home, place()))
                .as("a store whose keys are not in force")
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("are not those in force")
                .hasMessageNotContaining("\n");
    }

    @Test
    void aMoveThatWasCutShortBeforeTheFilesWereRemovedIsEndedByTheSameAgain() throws IOException {
        WrittenLedger ledger = new WrittenLedger(home).follow(log.grow(5));
        Path secrets = home.resolve("secrets");
        byte[] ed25519 = Files.readAllBytes(secrets.resolve(KeyFiles.ED25519_FILE));
        byte[] mlDsa = Files.readAllBytes(secrets.resolve(KeyFiles.ML_DSA_FILE));
        place().takeFrom(KeyFiles.in(secrets));
        KeyFiles files = KeyFiles.in(secrets);
        Files.write(secrets.resolve(KeyFiles.ED25519_FILE), ed25519);
        Files.write(secrets.resolve(KeyFiles.ML_DSA_FILE), mlDsa);
        place().takeFrom(files);
        assertThat(files.isWhole()).isFalse();
        assertThat(WrittenLedger.in(home, place()).keys()).isEqualTo(ledger.keys());
    }

    @Test
    void whatCannotBeOpenedIsToldInOneLineWithoutThePassword() throws IOException {
        place().open();
        assertThatThrownBy(() -> Pkcs12Keys.in(file, new Pkcs12Access("wrong password", "a", "b"))
                        .open())
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("cannot be opened")
                .hasMessageNotContaining("wrong password");
        assertThatThrownBy(() -> Pkcs12Keys.in(file, new Pkcs12Access(PASSWORD, "a", "b"))
                        .open())
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining(
                        "no keys under the aliases a and b, but under [ledger-ed25519, ledger-ml-dsa-44]");
        assertThatThrownBy(() -> Pkcs12Keys.in(file, new Pkcs12Access(PASSWORD, "ledger-ml-dsa-44", "ledger-ed25519"))
                        .open())
                .as("the two turned around")
                .isInstanceOf(LedgerBroken.class);
        assertThatThrownBy(() -> new Pkcs12Access("short", "a", "b")).hasMessageContaining("at least 6");
        assertThat(ACCESS.toString()).doesNotContain(PASSWORD);
    }

    @Test
    void halvesOfDifferentKeysAreRefusedInFilesToo() throws IOException {
        new WrittenLedger(home);
        new WrittenLedger(home.resolve("other"));
        Path file = home.resolve("secrets").resolve(KeyFiles.ML_DSA_FILE);
        String mine = Files.readString(file);
        String other = Files.readString(home.resolve("other/secrets").resolve(KeyFiles.ML_DSA_FILE));
        String publicHalf = "-----BEGIN PUBLIC KEY-----";
        Files.writeString(
                file, mine.substring(0, mine.indexOf(publicHalf)) + other.substring(other.indexOf(publicHalf)));
        assertThatThrownBy(() -> new WrittenLedger(home))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("does not belong to the public key beside it");
    }

    /** The commands of docs/ledger.md. */
    @Test
    void keysThatKeytoolHasMadeAreTaken() throws Exception {
        keytool("ledger-ed25519", "Ed25519");
        keytool("ledger-ml-dsa-44", "ML-DSA-44");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        WrittenLedger ledger = WrittenLedger.in(home, place()).follow(log.grow(5));
        assertThat(check(ledger, ledger.keys())).isEmpty();
        ledger.rotate(log);
        assertThat(check(ledger, ledger.keys())).isEmpty();
    }

    private void keytool(String alias, String algorithm) throws IOException, InterruptedException {
        Path keytool = Path.of(System.getProperty("java.home"), "bin", "keytool");
        Process made = new ProcessBuilder(
                        keytool.toString(),
                        "-genkeypair",
                        "-keystore",
                        file.toString(),
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-alias",
                        alias,
                        "-keyalg",
                        algorithm,
                        "-dname",
                        "CN=ledger",
                        "-validity",
                        "36500")
                .redirectErrorStream(true)
                .redirectOutput(home.resolve("keytool").toFile())
                .start();
        assertThat(made.waitFor(30, TimeUnit.SECONDS) && made.exitValue() == 0)
                .as(Files.readString(home.resolve("keytool")))
                .isTrue();
    }
}
