package io.devicetrail.audit.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerReader;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.note.SignedNote;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.verify.LocalLedger.KeysInForce;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home is verified while it is being written: what changes between two looks is no alarm, what stays wrong is one. */
@Requirement("11.10(a)")
class LocalLedgerTest {
    private static final int EVENTS = 300;
    /** More than two rounds of three. */
    private static final int LOOKS = 7;

    @TempDir
    Path home;

    private final ListedRows log = new ListedRows();
    private WrittenLedger ledger;

    @BeforeEach
    void write() throws IOException {
        ledger = new WrittenLedger(home).follow(log.grow(EVENTS));
    }

    private LedgerReader secrets() {
        return LedgerFolder.existing(home.resolve("secrets"));
    }

    private List<Finding> verify(LedgerReader files, LedgerReader secrets, KeysInForce keys) throws IOException {
        LocalLedger taken = LocalLedger.of(files, secrets, keys);
        List<SignedNote> earlier = taken.signed() == null ? List.of() : List.of(taken.signed());
        return new LedgerCheck(taken.files(), taken.keys(), earlier, log)
                .run((checked, of) -> {})
                .findings();
    }

    private List<Finding> verify() throws IOException {
        return verify(ledger.files(), secrets(), ledger::keys);
    }

    /** Keys, memory and checkpoint change in this order, and any time may pass between two of them. */
    @Test
    void aRotationBetweenAnyTwoLooksIsNoAlarm() throws IOException {
        List<VerifierKey> former = ledger.keys();
        ledger.rotate(log).follow(log.grow(3));
        byte[] last = ledger.files().read("rotation/" + EVENTS);
        for (int keysAt = 0; keysAt <= LOOKS; keysAt++) {
            for (int memoryAt = keysAt; memoryAt <= LOOKS; memoryAt++) {
                for (int checkpointAt = memoryAt; checkpointAt <= LOOKS; checkpointAt++) {
                    int[] at = {keysAt, memoryAt, checkpointAt};
                    AtomicInteger looks = new AtomicInteger();
                    LedgerReader files = path -> path.equals("checkpoint") && looks.getAndIncrement() < at[2]
                            ? last
                            : ledger.files().read(path);
                    LedgerReader secrets = path ->
                            looks.getAndIncrement() < at[1] ? last : secrets().read(path);
                    assertThat(verify(files, secrets, () -> looks.getAndIncrement() < at[0] ? former : ledger.keys()))
                            .as("keys, memory and checkpoint replaced at looks %s", Arrays.toString(at))
                            .isEmpty();
                }
            }
        }
    }

    @Test
    void whatIsAddedWhileItIsCheckedIsNoAlarm() throws IOException {
        boolean[] grown = {false};
        LedgerReader growing = path -> {
            if (path.startsWith("tile") && !grown[0]) {
                grown[0] = true;
                ledger.rotate(log).follow(log.grow(600));
            }
            return ledger.files().read(path);
        };
        assertThat(verify(growing, secrets(), ledger::keys)).isEmpty();
        assertThat(grown[0]).isTrue();
    }

    @Test
    void aCrashBetweenSigningAndPublishingIsNoAlarmAsLongAsEverythingSignedIsThere() throws IOException {
        byte[] before = ledger.files().read("checkpoint");
        ledger.follow(log.grow(20));
        Path checkpoint = ledger.folder().resolve("checkpoint");
        Files.write(checkpoint, before);
        assertThat(verify()).isEmpty();
        Path tile = ledger.folder().resolve("tile/entries/001.p/64");
        byte[] entries = Files.readAllBytes(tile);
        Files.delete(tile);
        assertThat(verify())
                .as("the entries are gone")
                .extracting(Finding::index)
                .contains(256L);
        Files.write(tile, entries);
        Files.delete(ledger.folder().resolve("tile/0/001.p/64"));
        assertThat(verify())
                .as("the hashes are gone, as in a backup of before")
                .extracting(Finding::index)
                .contains((long) EVENTS);
    }

    @Test
    void keysThatSignedNothingAreStillAnAlarm() throws IOException {
        ListedRows other = new ListedRows().grow(5);
        WrittenLedger stranger = new WrittenLedger(home.resolve("stranger")).follow(other);
        assertThat(verify(ledger.files(), secrets(), stranger::keys)).isNotEmpty();
        Files.delete(ledger.folder().resolve("checkpoint"));
        assertThat(verify()).singleElement().asString().contains("there is no checkpoint");
    }
}
