package io.devicetrail.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.devicetrail.audit.ledger.FaultyStore.Fault;
import io.devicetrail.audit.ledger.FaultyStore.Plan;
import io.devicetrail.audit.ledger.tree.TreeHash;
import io.devicetrail.audit.ledger.tree.TreeHead;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The order of writes, failed at every step in every way, and the contradictions after which nothing is signed. */
class LedgerTest {
    /** Sizes that make, fill and skip partial tiles of two levels. */
    private static final List<Integer> GROWTH = List.of(1, 2, 250, 3, 1, 255, 600, 0, 1);

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-20T10:00:00Z"), ZoneOffset.UTC);

    private final ListedRows log = new ListedRows();
    private final FaultyStore files = FaultyStore.empty();
    private final FaultyStore secrets = FaultyStore.empty();

    private static Ledger ledger(LedgerStore files, LedgerStore secrets) {
        return new Ledger(files, new CheckpointSigner(LedgerKeyring.fixed(TestKeys.KEYS, secrets), secrets, CLOCK));
    }

    @Test
    void everyCheckpointIsWholeAndGoesOnFromTheOnesBefore() throws IOException {
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        assertThat(FullCheck.of(files, log.rows, files.seen())).isZero();
        for (int count : GROWTH) {
            assertThat(ledger.integrate(log.grow(count))).isEqualTo(count);
            assertThat(FullCheck.of(files, log.rows, files.seen())).isEqualTo(log.rows.size());
        }
        assertThat(files.seen()).hasSize(GROWTH.size());
        assertThat(files.files().keySet())
                .as("partial tiles that are full now are cleared away")
                .noneMatch(path -> path.startsWith("tile/0/000.p") || path.startsWith("tile/entries/001.p"));
    }

    @Test
    void aLongEntryGoesInByItsHashWithTheBodyBeside() throws IOException {
        log.grow(1).rows.add(ListedRows.row(1, "{\"log\":\"" + "x".repeat(70_000) + "\"}"));
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        ledger.integrate(log.grow(1));
        FullCheck.of(files, log.rows, files.seen());
        byte[] entry = new PublishedLedger(files).entry(1);
        assertThat(new String(entry, StandardCharsets.UTF_8))
                .matches("\\{\"body\":\\{\"bytes\":70\\d+,\"sha256\":\"[0-9a-f]{64}\"},\"index\":\"1\"}");
        String sha256 = new String(entry, StandardCharsets.UTF_8).replaceAll(".*\"sha256\":\"([0-9a-f]+)\".*", "$1");
        assertThat(new PublishedLedger(files).body(sha256)).hasSizeGreaterThan(70_000);
    }

    /** The machine goes off at step 0, 1, 2, … of the whole life of a ledger, until no step is left to fail. */
    @ParameterizedTest
    @EnumSource
    void aCrashAtAnyStepLosesNothingThatWasSigned(Fault fault) throws IOException {
        int step = 0;
        for (boolean reached = true; reached; step++) {
            reached = crashAt(step, fault);
        }
        assertThat(step).as("steps").isGreaterThan(50);
    }

    private boolean crashAt(int step, Fault fault) throws IOException {
        Plan plan = new Plan(step, fault);
        FaultyStore disk = FaultyStore.empty().failing(plan);
        FaultyStore safe = FaultyStore.empty().failing(plan);
        ListedRows rows = new ListedRows();
        try {
            Ledger ledger = ledger(disk, safe);
            ledger.open();
            for (int count : GROWTH) {
                ledger.integrate(rows.grow(count));
            }
        } catch (IOException off) {
            assertThat(plan.off).isTrue();
        }
        Set<String> told = new HashSet<>(disk.seen());
        FaultyStore diskAgain = disk.afterPowerLoss();
        FaultyStore safeAgain = safe.afterPowerLoss();
        Ledger again = ledger(diskAgain, safeAgain);
        again.open();
        told.addAll(safe.seen());
        FullCheck.of(diskAgain, rows.rows, told);
        again.integrate(rows.grow(300));
        told.addAll(diskAgain.seen());
        assertThat(FullCheck.of(diskAgain, rows.rows, told)).as("step %d", step).isEqualTo(rows.rows.size());
        return plan.off;
    }

    @Test
    void aDiskThatFailsForAWhileIsWorkedWithAgain() throws IOException {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 40; round++) {
            log.grow(random.nextInt(400));
            FaultyStore disk = files.failing(new Plan(random.nextInt(12), Fault.FAILED));
            try {
                Ledger ledger = ledger(disk, secrets);
                ledger.open();
                ledger.integrate(log);
            } catch (IOException expected) {
                assertThat(expected).hasMessageContaining("fails");
            }
        }
        files.failing(new Plan(Integer.MAX_VALUE, Fault.FAILED));
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        ledger.integrate(log);
        assertThat(FullCheck.of(files, log.rows, files.seen()))
                .as("seed %d", seed)
                .isEqualTo(log.rows.size());
    }

    @Test
    void aLogThatWasRewrittenOrCutIsNotSignedOver() throws IOException {
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        ledger.integrate(log.grow(300));
        Map<String, byte[]> before = Map.copyOf(files.files());

        LogRow last = log.rows.set(299, ListedRows.row(299, "{\"device\":\"other\"}"));
        assertBroken("event 299 of the log is not the one");
        log.rows.set(299, last);
        log.rows.subList(280, 300).clear();
        assertBroken("has lost event 299");
        log.grow(20).rows.add(ListedRows.row(301, "{}"));
        assertBroken("gave event 301 where event 300 was due");
        log.rows.removeLast();
        log.grow(1);
        assertThat(before.get("checkpoint")).isEqualTo(files.read("checkpoint"));

        Ledger healed = ledger(files, secrets);
        healed.open();
        assertThat(healed.integrate(log)).isEqualTo(1);
    }

    @Test
    void theSignerRefusesATreeThatDoesNotGoOnFromTheLastOne() throws IOException {
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        ledger.integrate(log.grow(5));
        CheckpointSigner signer = new CheckpointSigner(LedgerKeyring.fixed(TestKeys.KEYS, secrets), secrets, CLOCK);
        signer.remember();
        byte[] memory = secrets.read(CheckpointSigner.MEMORY);
        TreeHash other = TreeHash.leaf(new byte[0]);
        for (TreeHead head : List.of(new TreeHead(5, other), new TreeHead(4, other), new TreeHead(6, other))) {
            for (List<TreeHash> proof : List.of(List.<TreeHash>of(), List.of(other), List.of(other, other))) {
                assertThatThrownBy(() -> signer.sign(head, proof))
                        .isInstanceOf(LedgerBroken.class)
                        .hasMessageContaining("refused to sign");
            }
        }
        assertThat(secrets.read(CheckpointSigner.MEMORY)).isEqualTo(memory);
    }

    @Test
    void filesFromAnOldBackupOrEditedAreNotTakenUp() throws IOException {
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        ledger.integrate(log.grow(300));
        Map<String, byte[]> old = Map.copyOf(files.files());
        ledger.integrate(log.grow(300));

        assertThatThrownBy(() ->
                        ledger(new FaultyStore(new HashMap<>(old)), secrets).open())
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("not what was signed");
        for (String path : List.of("tile/0/002.p/88", "tile/1/000.p/2", "tile/entries/002.p/88", "checkpoint")) {
            Map<String, byte[]> edited = new HashMap<>(files.files());
            edited.computeIfPresent(path, (name, bytes) -> {
                byte[] bent = bytes.clone();
                bent[bent.length / 2] ^= 1;
                return bent;
            });
            assertThatThrownBy(() -> ledger(new FaultyStore(edited), secrets).open())
                    .as(path)
                    .isInstanceOf(LedgerBroken.class);
        }
    }

    @Test
    void filesThatWereTakenAwayAreMadeAgainFromTheLogIfItIsStillTheOneThatWasSigned() throws IOException {
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        ledger.integrate(log.grow(700));

        FaultyStore made = FaultyStore.empty();
        Ledger again = ledger(made, secrets);
        again.open();
        again.integrate(log.grow(1));
        assertThat(FullCheck.of(made, log.rows, files.seen())).isEqualTo(701);

        log.rows.set(3, ListedRows.row(3, "{\"device\":\"other\"}"));
        Ledger forged = ledger(FaultyStore.empty(), secrets);
        forged.open();
        assertThatThrownBy(() -> forged.integrate(log))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("refused");
        log.rows.subList(500, 701).clear();
        Ledger cut = ledger(FaultyStore.empty(), secrets);
        cut.open();
        cut.integrate(log);
        assertThatThrownBy(() -> cut.integrate(log))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("701");
    }

    /** As does the crash of a ledger that begins; here the files are made again in several portions. */
    @ParameterizedTest
    @EnumSource
    void aCrashAtAnyStepOfMakingTheFilesAgainIsGoneOnFrom(Fault fault) throws IOException {
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        ledger.integrate(log.grow(700));
        EntrySource portions = (first, most, sink) -> log.read(first, Math.min(most, 300), sink);
        boolean reached = true;
        for (int step = 0; reached; step++) {
            Plan plan = new Plan(step, fault);
            FaultyStore disk = FaultyStore.empty().failing(plan);
            FaultyStore safe = new FaultyStore(new HashMap<>(secrets.files())).failing(plan);
            try {
                followAll(disk, safe, portions);
            } catch (IOException off) {
                assertThat(plan.off).isTrue();
            }
            reached = plan.off;
            assertThat(reached || step > 10).as("steps").isTrue();
            FaultyStore diskAgain = disk.afterPowerLoss();
            FaultyStore safeAgain = safe.afterPowerLoss();
            followAll(diskAgain, safeAgain, portions);
            assertThat(FullCheck.of(diskAgain, log.rows, files.seen()))
                    .as("step %d", step)
                    .isEqualTo(700);

            assertThat(diskAgain.files()).as("step %d", step).doesNotContainKey(MakingAgain.MARK);
            Map<String, byte[]> without = new HashMap<>(diskAgain.files());
            without.remove(Ledger.CHECKPOINT);
            assertNotTouched(without, safeAgain);
        }
    }

    private static void followAll(LedgerStore files, LedgerStore secrets, EntrySource log) throws IOException {
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        while (ledger.integrate(log) > 0) {
            // Until it has all.
        }
    }

    /** They are what names an event that was changed meanwhile. */
    @Test
    void signedFilesAreNotWrittenOverBecauseTheirCheckpointIsGone() throws IOException {
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        log.grow(699).rows.add(ListedRows.row(699, "{\"log\":\"" + "x".repeat(70_000) + "\"}"));
        ledger.integrate(log);
        log.rows.set(3, ListedRows.row(3, "{\"device\":\"other\"}"));

        Map<String, byte[]> found = new HashMap<>(files.files());
        byte[] checkpoint = found.remove(Ledger.CHECKPOINT);
        assertNotTouched(found, secrets);
        assertNotTouched(found, FaultyStore.empty());
        Map<String, byte[]> bodies = new HashMap<>(found);
        bodies.keySet().removeIf(path -> !path.startsWith("body/"));
        assertNotTouched(bodies, secrets);

        found.put(Ledger.CHECKPOINT, secrets.read(CheckpointSigner.MEMORY));
        Ledger mended = ledger(new FaultyStore(found), secrets);
        mended.open();
        assertThat(mended.size()).isEqualTo(700);
        assertThat(found.get(Ledger.CHECKPOINT)).isEqualTo(checkpoint);
    }

    private static void assertNotTouched(Map<String, byte[]> found, FaultyStore secrets) {
        FaultyStore disk = new FaultyStore(new HashMap<>(found));
        Map<String, byte[]> memory = secrets.files();
        assertThatThrownBy(() -> ledger(disk, secrets).open())
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining("checkpoint is gone")
                .hasMessageContaining("secrets/ledger-signed");
        assertThat(disk.files()).containsExactlyInAnyOrderEntriesOf(found);
        assertThat(secrets.files()).containsExactlyInAnyOrderEntriesOf(memory);
    }

    private void assertBroken(String message) throws IOException {
        Ledger ledger = ledger(files, secrets);
        ledger.open();
        assertThatThrownBy(() -> ledger.integrate(log))
                .isInstanceOf(LedgerBroken.class)
                .hasMessageContaining(message);
    }
}
