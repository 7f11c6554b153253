package io.devicetrail.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.ledger.FaultyStore.Fault;
import io.devicetrail.audit.ledger.FaultyStore.Plan;
import io.devicetrail.audit.ledger.keys.KeyFiles;
import io.devicetrail.audit.ledger.keys.KeyPlace;
import io.devicetrail.audit.ledger.keys.StoresInMemory;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.verify.LedgerCheck;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.security.Security;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Keys that follow each other: whatever a crash leaves of it, whoever knows any of them can check everything. */
class KeyChangeTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);

    private final ListedRows log = new ListedRows();
    private final FaultyStore files = FaultyStore.empty();
    private final FaultyStore secrets = FaultyStore.empty();

    private static Ledger ledger(LedgerStore files, LedgerKeyring keyring, LedgerStore secrets) {
        return new Ledger(files, new CheckpointSigner(keyring, secrets, CLOCK));
    }

    private static void integrateAll(Ledger ledger, ListedRows log) throws IOException {
        while (ledger.integrate(log) > 0) {
            // Until it has all.
        }
    }

    private static List<Finding> check(
            LedgerReader files, List<VerifierKey> keys, List<SignedNote> earlier, ListedRows log) throws IOException {
        return new LedgerCheck(files, keys, earlier, log)
                .run((checked, of) -> {})
                .findings();
    }

    private static List<SignedNote> seen(FaultyStore files) {
        return files.seen().stream().map(SignedNote::parse).toList();
    }

    @Test
    void theCheckpointThatEndsWithTheEventIsTheLastOfTheOldKeysAndTheNewOnesSignTheSameTree() throws IOException {
        LedgerKeyring keyring = LedgerKeyring.open(secrets, TestKeys.ORIGIN);
        Ledger ledger = ledger(files, keyring, secrets);
        ledger.open();
        ledger.integrate(log.grow(5));
        LedgerKeys first = keyring.current();
        LedgerKeys second = keyring.prepare();
        assertThat(ledger.integrate(log.rotate(first, second).grow(3)))
                .as("nothing after it")
                .isEqualTo(1);

        assertThat(keyring.current().verifiers()).isEqualTo(second.verifiers());
        SignedNote last = SignedNote.parse(files.read("rotation/5"));
        SignedNote now = SignedNote.parse(files.read("checkpoint"));
        assertThat(last.verifiedBy(first.verifiers())).isEqualTo(first.verifiers());
        assertThat(now.verifiedBy(second.verifiers())).isEqualTo(second.verifiers());
        assertThat(now.text()).isEqualTo(last.text());

        assertThat(ledger.integrate(log)).isEqualTo(3);
        assertThat(check(files, first.verifiers(), seen(files), log)).isEmpty();
        assertThat(check(files, second.verifiers(), seen(files), log)).isEmpty();
        assertThat(secrets.files()).doesNotContainKey("ledger-next.pem");
        assertThat(LedgerKeyring.open(secrets, null).current().verifiers()).isEqualTo(second.verifiers());
    }

    /** The machine goes off at step 0, 1, 2, … from the making of the first keys to the signatures of the second. */
    @ParameterizedTest
    @EnumSource
    void aCrashAtAnyStepIsRecoveredFrom(Fault fault) throws IOException {
        int step = 0;
        for (boolean reached = true; reached; step++) {
            reached = crashAt(step, fault, KeyFiles::new);
        }
        assertThat(step).as("steps").isGreaterThan(25);
    }

    /** A store is replaced as a whole, so it has fewer steps; what its password costs is left out here. */
    @ParameterizedTest
    @EnumSource(names = {"LOST", "DONE_UNTOLD"})
    void aCrashAtAnyStepIsRecoveredFromWithAStoreToo(Fault fault) throws IOException {
        String[] costs = {"keystore.pkcs12.keyPbeIterationCount", "keystore.pkcs12.macIterationCount"};
        for (String cost : costs) {
            Security.setProperty(cost, "1");
        }
        try {
            int step = 0;
            for (boolean reached = true; reached; step++) {
                reached = crashAt(step, fault, StoresInMemory::pkcs12);
            }
            assertThat(step).as("steps").isGreaterThan(20);
        } finally {
            for (String cost : costs) {
                Security.setProperty(cost, "");
            }
        }
    }

    private static boolean crashAt(int step, Fault fault, Function<LedgerStore, KeyPlace> place) throws IOException {
        Plan plan = new Plan(step, fault);
        FaultyStore disk = FaultyStore.empty().failing(plan);
        FaultyStore safe = FaultyStore.empty().failing(plan);
        ListedRows rows = new ListedRows();
        try {
            LedgerKeyring keyring = LedgerKeyring.open(safe, place.apply(safe), TestKeys.ORIGIN);
            Ledger ledger = ledger(disk, keyring, safe);
            ledger.open();
            ledger.integrate(rows.grow(5));
            rotate(keyring, rows);
            integrateAll(ledger, rows.grow(3));
        } catch (IOException off) {
            assertThat(plan.off).isTrue();
        }
        FaultyStore diskAgain = disk.afterPowerLoss();
        if (diskAgain.files().containsKey("checkpoint")) {
            List<VerifierKey> before = isRotated(rows) ? handover(rows).from() : inForce(safe.afterPowerLoss(), place);
            assertThat(check(diskAgain, before, seen(disk), rows))
                    .as("before the start after step %d", step)
                    .isEmpty();
        }
        FaultyStore safeAgain = safe.afterPowerLoss();
        LedgerKeyring keyring = LedgerKeyring.open(safeAgain, place.apply(safeAgain), TestKeys.ORIGIN);
        Ledger again = ledger(diskAgain, keyring, safeAgain);
        again.open();
        if (!isRotated(rows)) {
            rotate(keyring, rows);
        }
        integrateAll(again, rows.grow(2));
        KeyHandover handover = handover(rows);
        List<SignedNote> told = new ArrayList<>(seen(disk));
        told.addAll(seen(diskAgain));
        assertThat(keyring.current().verifiers()).as("step %d", step).isEqualTo(handover.to());
        assertThat(check(diskAgain, handover.from(), told, rows))
                .as("step %d", step)
                .isEmpty();
        assertThat(check(diskAgain, handover.to(), told, rows))
                .as("step %d", step)
                .isEmpty();
        return plan.off;
    }

    private static List<VerifierKey> inForce(LedgerStore secrets, Function<LedgerStore, KeyPlace> place)
            throws IOException {
        return LedgerKeyring.open(secrets, place.apply(secrets), null).current().verifiers();
    }

    private static boolean isRotated(ListedRows rows) {
        return rows.rows.stream().anyMatch(row -> row.name().equals(KeyHandover.EVENT));
    }

    private static void rotate(LedgerKeyring keyring, ListedRows rows) throws IOException {
        rows.rotate(keyring.current(), keyring.prepare());
    }

    private static KeyHandover handover(ListedRows rows) {
        return rows.rows.stream()
                .flatMap(row -> KeyHandover.in(row.index(), LedgerEntry.of(row).bytes(), TestKeys.ORIGIN).stream())
                .findFirst()
                .orElseThrow();
    }

    /** Signed over, such an event would make a stranger's keys those of the ledger. */
    @Test
    void anEventThatNamesKeysThisHomeDoesNotHaveIsNeverSignedOver() throws IOException {
        LedgerKeyring keyring = LedgerKeyring.open(secrets, TestKeys.ORIGIN);
        Ledger ledger = ledger(files, keyring, secrets);
        ledger.open();
        ledger.integrate(log.grow(5));
        byte[] before = files.read("checkpoint");
        keyring.prepare();
        log.rotate(keyring.current(), TestKeys.KEYS).grow(3);
        for (int i = 0; i < 3; i++) {
            Ledger again = ledger(files, keyring, secrets);
            again.open();
            assertThatThrownBy(() -> again.integrate(log))
                    .isInstanceOf(LedgerBroken.class)
                    .hasMessageContaining("event 5 hands the ledger over, but not from the keys in force");
        }
        assertThat(files.read("checkpoint")).isEqualTo(before);
    }

    @Test
    void anEventOfKeysThatAreNotInForceIsNeverSignedOverEither() throws IOException {
        LedgerKeyring keyring = LedgerKeyring.open(secrets, TestKeys.ORIGIN);
        Ledger ledger = ledger(files, keyring, secrets);
        ledger.open();
        log.rotate(TestKeys.KEYS, keyring.prepare());
        assertThatThrownBy(() -> ledger.integrate(log)).isInstanceOf(LedgerBroken.class);
    }

    /** Tailer and verifier must read every event in the same way: else the one signs what the other believes. */
    @Test
    void halfAGenerationOrOneInAnotherOrderHandsNothingOver() {
        LedgerKeys keys = TestKeys.KEYS;
        LedgerKeys turned = new LedgerKeys(TestKeys.ORIGIN, keys.signers().reversed());
        LedgerKeys half = new LedgerKeys(TestKeys.ORIGIN, keys.signers().subList(0, 1));
        for (LedgerKeys odd : List.of(turned, half)) {
            log.rows.clear();
            log.rotate(odd, keys).rotate(keys, odd).rotate(keys, keys);
            assertThat(log.rows.stream()
                            .filter(row -> KeyHandover.in(
                                            row.index(), LedgerEntry.of(row).bytes(), TestKeys.ORIGIN)
                                    .isPresent())
                            .map(LogRow::index))
                    .containsExactly(2L);
        }
    }

    /** After the files were taken away, the events of earlier changes are read again. */
    @Test
    void filesAreMadeAgainOverEarlierChanges() throws IOException {
        LedgerKeyring keyring = LedgerKeyring.open(secrets, TestKeys.ORIGIN);
        Ledger ledger = ledger(files, keyring, secrets);
        ledger.open();
        ledger.integrate(log.grow(5));
        for (int i = 0; i < 2; i++) {
            rotate(keyring, log);
            integrateAll(ledger, log.grow(3));
        }
        FaultyStore made = FaultyStore.empty();
        for (String kept : List.of("rotation/5", "rotation/9")) {
            made.write(kept, files.read(kept));
        }
        Ledger again = ledger(made, keyring, secrets);
        again.open();
        integrateAll(again, log.grow(1));
        assertThat(check(made, handover(log).from(), seen(files), log)).isEmpty();
        assertThat(check(made, keyring.current().verifiers(), seen(files), log)).isEmpty();
    }

    @Test
    void keysThatWereMadeAreUsedByTheNextRotationAsTheLogMayNameThem() throws IOException {
        LedgerKeyring keyring = LedgerKeyring.open(secrets, TestKeys.ORIGIN);
        List<VerifierKey> made = keyring.prepare().verifiers();
        assertThat(keyring.prepare().verifiers()).isEqualTo(made);
        assertThat(LedgerKeyring.open(secrets, null).prepare().verifiers()).isEqualTo(made);
    }
}
