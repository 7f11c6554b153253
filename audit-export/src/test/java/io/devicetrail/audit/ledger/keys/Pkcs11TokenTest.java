package io.devicetrail.audit.ledger.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.devicetrail.audit.ledger.LedgerBroken;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.Signature;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Ed25519 key in a token that never gives it away, the ML-DSA-44 key in the store beside it. */
class Pkcs11TokenTest {
    private static final Pkcs12Access ACCESS = new Pkcs12Access("correct horse", "ledger-ed25519", "ledger-ml-dsa-44");

    @TempDir
    static Path tokens;

    private static SoftToken soft;

    @TempDir
    Path home;

    private final ListedRows log = new ListedRows();
    private Path file;

    @BeforeAll
    static void token() throws IOException {
        assumeThat(SoftToken.isThere()).as(SoftToken.MISSING).isTrue();
        soft = new SoftToken(tokens);
        for (String label : List.of("first=1, of us", "second", "twice", "twice")) {
            soft.make(label);
        }
    }

    @BeforeEach
    void folder() throws IOException {
        file = Files.createDirectories(home.resolve("secrets")).resolve("ledger.p12");
    }

    private Pkcs12Keys place(KeyToken token) throws IOException {
        return Pkcs12Keys.in(file, ACCESS, token, "first=1, of us");
    }

    private List<Finding> check(WrittenLedger ledger, List<VerifierKey> keys) throws IOException {
        return new LedgerCheck(ledger.files(), keys, List.of(), log)
                .run((checked, of) -> {})
                .findings();
    }

    @Test
    void aTokenSignsWhatTheJdkVerifies() throws GeneralSecurityException {
        Pkcs11Token token = soft.open();
        PublicKey key = token.publicKey("first=1, of us");
        byte[] message = "a checkpoint".repeat(100).getBytes(StandardCharsets.UTF_8);
        byte[] signature = token.sign("first=1, of us", message);
        Signature verification = Signature.getInstance("Ed25519");
        verification.initVerify(key);
        verification.update(message);
        assertThat(verification.verify(signature)).isTrue();
        assertThat(token.publicKey("second")).isNotEqualTo(key);
    }

    @Test
    void theLedgerSignsByTheTokenAndRotatesToTheKeyThatTheOperatorNames() throws IOException {
        WrittenLedger ledger = WrittenLedger.in(home, place(soft.open())).follow(log.grow(300));
        List<VerifierKey> before = ledger.keys();
        assertThat(Pkcs12.of(Files.readAllBytes(file), ACCESS.password(), "").aliases())
                .containsExactly("ledger-ed25519", "ledger-ml-dsa-44");
        assertThat(WrittenLedger.in(home, place(soft.open())).keys())
                .as("after a restart")
                .isEqualTo(before);
        assertThatThrownBy(() -> ledger.rotate(log))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("make a new one there, and name it");
        assertThatThrownBy(() -> ledger.rotate(log, "nowhere"))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("no Ed25519 public key with the label nowhere");
        assertThatThrownBy(() -> ledger.rotate(log, "twice")).hasMessageContaining("more than one");
        assertThatThrownBy(() -> ledger.rotate(log, "first=1, of us"))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("is in force already");
        ledger.rotate(log, "second").follow(log.grow(3));
        assertThat(ledger.keys()).doesNotContainAnyElementsOf(before);
        assertThat(check(ledger, before)).isEmpty();
        assertThat(check(ledger, ledger.keys())).isEmpty();
        assertThat(WrittenLedger.in(home, place(soft.open())).keys()).isEqualTo(ledger.keys());
    }

    @Test
    void aLedgerOfFilesIsHandedOverToATokenByARotation() throws IOException {
        WrittenLedger inFiles = new WrittenLedger(home).follow(log.grow(5));
        place(soft.open()).takeFrom(KeyFiles.in(home.resolve("secrets")));
        WrittenLedger ledger = WrittenLedger.in(home, place(soft.open()));
        assertThat(ledger.keys()).as("still the same").isEqualTo(inFiles.keys());
        ledger.rotate(log, "second").follow(log.grow(3));
        assertThat(check(ledger, inFiles.keys())).isEmpty();
        assertThatThrownBy(() -> WrittenLedger.in(home, Pkcs12Keys.in(file, ACCESS)))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("set devicetrail.ledger.keystore.type=pkcs11");
    }

    /** Whoever only verifies needs no token: the store has its public key. */
    @Test
    void publicKeysAreKnownWithoutTheToken() throws IOException {
        WrittenLedger ledger = WrittenLedger.in(home, place(soft.open())).follow(log.grow(5));
        Pkcs12Keys away = place(SoftToken.open(home.resolve("no-module.so"), "ledger", "1234"));
        assertThat(away.found().ed25519().publicKey())
                .isEqualTo(place(soft.open()).found().ed25519().publicKey());
        assertThatThrownBy(() -> WrittenLedger.in(home, away))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("does not sign")
                .hasMessageContaining("no-module.so");
        assertThatThrownBy(() -> WrittenLedger.in(home, place(SoftToken.open(SoftToken.module(), "another", "1234"))))
                .hasMessageContaining("no token with the label another is present");
        assertThat(ledger.keys()).hasSize(2);
    }

    /** A token locks itself after a few, and the ledger tries again every ten seconds. */
    @Test
    void aWrongPinIsTriedOnce() throws Exception {
        // In a process of its own: in this one somebody has logged in, and the module lets everybody in with him.
        Process process = soft.java(WrongPin.class, home.resolve("said"));
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(home.resolve("said")))
                .contains("C_Login answered 0xa0, the PIN is wrong")
                .contains("the same again: true");
    }

    static final class WrongPin {
        private WrongPin() {}

        public static void main(String[] arguments) {
            Pkcs11Token token = SoftToken.open(SoftToken.module(), "ledger", "0000");
            Throwable first = catchThrowable(() -> token.publicKey("first=1, of us"));
            Throwable second = catchThrowable(() -> token.publicKey("first=1, of us"));
            System.out.println(first.getMessage());
            System.out.println("the same again: " + (first == second));
        }
    }
}
