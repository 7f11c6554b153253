package io.devicetrail.audit.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.audit.ledger.note.TlogProof;
import io.devicetrail.audit.ledger.note.VerifierKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The thread, real files and real keys. */
class LedgerTailerTest {
    @TempDir
    Path home;

    private final ListedRows log = new ListedRows();

    private LedgerTailer start(EntrySource source) throws IOException {
        LedgerKeyring keys = LedgerKeyring.in(home.resolve("secrets"), null);
        return LedgerTailer.start(home.resolve("ledger"), home.resolve("secrets"), keys, source, Clock.systemUTC());
    }

    private synchronized void locked(long first, int most, EntrySource.Sink sink) throws IOException {
        log.read(first, most, sink);
    }

    @Test
    void aCheckpointFollowsTheLogWithinASecondAndSurvivesRestarts() throws IOException {
        PublishedLedger published = new PublishedLedger(LedgerFolder.existing(home.resolve("ledger")));
        for (int round = 1; round <= 3; round++) {
            try (LedgerTailer tailer = start(this::locked)) {
                await().until(() -> tailer.status().size() == log.rows.size()
                        && tailer.status().trouble() == null);
                for (int i = 0; i < 3; i++) {
                    synchronized (this) {
                        log.grow(500);
                    }
                    await().pollInterval(Duration.ofMillis(10))
                            .atMost(Duration.ofSeconds(1))
                            .until(() -> published.head().size() == log.rows.size());
                }
            }
        }
        List<VerifierKey> keys =
                LedgerKeyring.in(home.resolve("secrets"), null).current().verifiers();
        for (long index : new long[] {0, 255, 256, 4_499}) {
            TlogProof receipt = published.proof(index);
            assertThat(receipt.verify(
                            LedgerEntry.of(log.rows.get((int) index)).leaf(),
                            keys.getFirst().name(),
                            keys))
                    .containsExactlyElementsOf(keys);
        }
        assertThatThrownBy(() -> published.proof(4_500)).isInstanceOf(IOException.class);
    }

    @Test
    void aLogThatIsAwayIsWaitedForAndAContradictionIsTold() throws IOException {
        boolean[] away = {true};
        try (LedgerTailer tailer = start((first, most, sink) -> {
            if (away[0]) {
                throw new IOException("the database is away");
            }
            locked(first, most, sink);
        })) {
            await().until(() -> String.valueOf(tailer.status().trouble()).contains("away"));
            assertThat(tailer.status().broken()).isFalse();
            synchronized (this) {
                log.grow(10);
            }
            away[0] = false;
            await().until(() -> tailer.status().size() == 10);
            synchronized (this) {
                log.rows.removeLast();
            }
            await().until(() -> tailer.status().broken());
            assertThat(tailer.status().trouble()).contains("lost event 9");
        }
    }

    @Test
    void aStepThatHangsIsAnAlarm() throws Exception {
        CountDownLatch answers = new CountDownLatch(1);
        LedgerKeyring keys = LedgerKeyring.in(home.resolve("secrets"), null);
        EntrySource hanging = (first, most, sink) -> {
            try {
                answers.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            locked(first, most, sink);
        };
        try (LedgerTailer tailer = LedgerTailer.start(
                home.resolve("ledger"),
                home.resolve("secrets"),
                keys,
                hanging,
                Clock.systemUTC(),
                Duration.ofMillis(300))) {
            await().until(() -> tailer.status().broken());
            assertThat(tailer.status().trouble()).contains("one step has taken");
            answers.countDown();
            await().until(() -> tailer.status().trouble() == null);
            assertThat(tailer.status().broken()).isFalse();
        }
    }

    @Test
    void aWaitThatDoesNotEndIsAnAlarm() throws IOException {
        boolean[] full = {true};
        LedgerKeyring keys = LedgerKeyring.in(home.resolve("secrets"), null);
        EntrySource source = (first, most, sink) -> {
            if (full[0]) {
                throw new IOException("no space left on the device");
            }
            locked(first, most, sink);
        };
        try (LedgerTailer tailer = LedgerTailer.start(
                home.resolve("ledger"),
                home.resolve("secrets"),
                keys,
                source,
                Clock.systemUTC(),
                Duration.ofMillis(1_500))) {
            await().until(() -> tailer.status().trouble() != null);
            assertThat(tailer.status().broken()).as("at first").isFalse();
            await().until(() -> tailer.status().broken());
            assertThat(tailer.status().trouble()).contains("no space left", " s by now");
            full[0] = false;
            await().until(() -> tailer.status().trouble() == null);
            assertThat(tailer.status().broken()).isFalse();
        }
    }

    @Test
    void aFailureOfOurOwnIsAnAlarmAndEndsNothing() throws IOException {
        boolean[] ill = {true};
        try (LedgerTailer tailer = start((first, most, sink) -> {
            if (ill[0]) {
                throw new StackOverflowError();
            }
            locked(first, most, sink);
        })) {
            await().until(() -> tailer.status().trouble() != null);
            assertThat(tailer.status().broken()).isTrue();
            assertThat(tailer.status().trouble()).contains("StackOverflowError");
            synchronized (this) {
                log.grow(10);
            }
            ill[0] = false;
            await().atMost(Duration.ofSeconds(20)).until(() -> tailer.status().size() == 10);
            assertThat(tailer.status().broken()).isFalse();
        }
    }

    @Test
    void keysAreTheOwnersAloneAndTheNameIsForEver() throws IOException {
        Path secrets = home.resolve("secrets");
        LedgerKeys keys = LedgerKeyring.in(secrets, "example.com/site-1").current();
        assertThat(LedgerKeyring.in(secrets, null).current().verifiers()).isEqualTo(keys.verifiers());
        assertThat(keys.verifiers()).allMatch(key -> key.name().equals("example.com/site-1"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets)))
                .isEqualTo("rwx------");
        for (String file : List.of("ledger-ed25519.pem", "ledger-ml-dsa-44.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(secrets.resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThatThrownBy(() -> LedgerKeyring.in(secrets, "example.com/site-2"))
                .isInstanceOf(LedgerBroken.class);
        assertThatThrownBy(() -> LedgerKeyring.verifiersIn(home)).isInstanceOf(NoSuchFileException.class);
        assertThat(home).isDirectoryNotContaining("glob:**ledger-*");
        Files.setPosixFilePermissions(
                secrets.resolve("ledger-ed25519.pem"), PosixFilePermissions.fromString("rw-r-----"));
        assertThatThrownBy(() -> LedgerKeyring.in(secrets, null)).hasMessageContaining("others may read");
    }
}
