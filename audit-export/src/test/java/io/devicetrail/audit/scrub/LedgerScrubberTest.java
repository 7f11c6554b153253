package io.devicetrail.audit.scrub;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.ledger.EditedTiles;
import io.devicetrail.audit.ledger.EditedTiles.Part;
import io.devicetrail.audit.ledger.EntrySource;
import io.devicetrail.audit.ledger.LedgerFolder;
import io.devicetrail.audit.ledger.LedgerKeyring;
import io.devicetrail.audit.ledger.LedgerTailer;
import io.devicetrail.audit.ledger.ListedRows;
import io.devicetrail.audit.ledger.LogRow;
import io.devicetrail.audit.ledger.WrittenLedger;
import io.devicetrail.audit.ledger.note.VerifierKey;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is changed behind the application's back is told without being asked, and once. */
@Requirement("11.10(a)")
class LedgerScrubberTest {
    private static final int EVENTS = 700;
    /** What the database gives for a column that somebody emptied. */
    @SuppressWarnings("NullAway")
    private static final byte[] NOTHING = null;

    /** Each round that ends as the log is away waits a second. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final ScrubPace FAST = new ScrubPace(1_000_000, Duration.ofMillis(100));

    @TempDir
    Path home;

    private final ListedRows log = new ListedRows();
    private final MismatchesInMemory mismatches = new MismatchesInMemory();
    private final AtomicBoolean beats = new AtomicBoolean(true);
    private WrittenLedger ledger;

    @BeforeEach
    void write() throws IOException {
        ledger = new WrittenLedger(home).follow(log.grow(EVENTS));
    }

    private LedgerScrubber scrub(EntrySource source, ScrubPace pace) {
        ScrubbedLedger scrubbed = new ScrubbedLedger(
                ledger.files(), LedgerFolder.existing(home.resolve("secrets")), ledger::keys, () -> log.rows.size());
        return LedgerScrubber.start(scrubbed, source, beats::get, mismatches, pace);
    }

    private static void awaitRounds(LedgerScrubber scrubber, int more) {
        long before = scrubber.status().rounds();
        await().pollInterval(Duration.ofMillis(10))
                .until(() -> scrubber.status().rounds() >= before + more);
    }

    private LogRow bend(int index) {
        return log.rows.set(index, ListedRows.row(index, "{\"device\":\"another\"}"));
    }

    private EditedTiles tiles() {
        return new EditedTiles(ledger.folder(), log);
    }

    @Test
    void whatNobodyTouchedGivesNoAlarm() {
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            awaitRounds(scrubber, 20);
            assertThat(scrubber.status().findings()).isEmpty();
            assertThat(scrubber.status().trouble()).isNull();
            assertThat(scrubber.status().events()).isGreaterThanOrEqualTo(20 * EVENTS);
        }
        assertThat(mismatches.recorded()).isEmpty();
    }

    @Test
    void aChangedEventIsNamedByItsIndexAndRecordedOnce() {
        Finding finding = new Finding(421, "the log holds something else than the ledger");
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            awaitRounds(scrubber, 1);
            LogRow right = bend(421);
            await().until(() -> scrubber.status().found() == 1);
            awaitRounds(scrubber, 3);
            assertThat(scrubber.status().findings()).containsExactly(finding);
            assertThat(mismatches.recorded()).containsExactly(finding);

            log.rows.set(421, right);
            awaitRounds(scrubber, 2);
            assertThat(scrubber.status().findings()).as("put right again").isEmpty();
        }
        assertThat(mismatches.recorded()).as("that it was ever changed stays").containsExactly(finding);
    }

    /** Rows that are chosen for whoever compares them give nothing away. */
    @Test
    void aLogThatMayShowOthersSomethingElseIsToldAndRecordedThoughNoEventDiffers() {
        Finding finding =
                new Finding(Finding.NOT_OF_AN_EVENT, "the log may show others something else: log.event is a view");
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            awaitRounds(scrubber, 1);
            log.faces.add("log.event is a view");
            await().until(() -> scrubber.status().found() == 1);
            awaitRounds(scrubber, 3);
            assertThat(scrubber.status().findings()).containsExactly(finding);
            log.faces.clear();
            awaitRounds(scrubber, 2);
            assertThat(scrubber.status().findings()).as("put right again").isEmpty();
        }
        assertThat(mismatches.recorded()).as("once, and for ever").containsExactly(finding);
    }

    /** The tailer stops at the first thing that is wrong; what else was done to the past is the scrubber's to find. */
    @Test
    void aLogFromAnOldBackupIsComparedAfterARestartToo() throws IOException {
        log.rows.subList(690, EVENTS).clear();
        bend(5);
        LedgerKeyring keys = LedgerKeyring.in(home.resolve("secrets"), null);
        try (LedgerTailer tailer =
                LedgerTailer.start(ledger.folder(), home.resolve("secrets"), keys, log, Clock.systemUTC())) {
            await().until(() -> tailer.status().broken());
            ScrubbedLedger scrubbed = new ScrubbedLedger(
                    ledger.files(),
                    LedgerFolder.existing(home.resolve("secrets")),
                    ledger::keys,
                    () -> tailer.status().settled());
            try (LedgerScrubber scrubber = LedgerScrubber.start(scrubbed, log, () -> true, mismatches, FAST)) {
                awaitRounds(scrubber, 1);
                assertThat(scrubber.status().findings())
                        .extracting(Finding::index)
                        .containsExactly(5L, 690L, 691L, 692L, 693L, 694L, 695L, 696L, 697L, 698L, 699L);
            }
        }
        assertThat(mismatches.recorded()).hasSize(11);
    }

    @Test
    void anEditedTileIsNamedByItsIndex() throws IOException {
        Path tile = ledger.folder().resolve("tile/entries/001");
        byte[] bent = Files.readAllBytes(tile);
        bent[40] ^= 1;
        Files.write(tile, bent);
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            awaitRounds(scrubber, 1);
            assertThat(scrubber.status().findings())
                    .singleElement()
                    .isEqualTo(
                            new Finding(256, "its entry in tile/entries/001 was changed; the hash is the signed one"));
        }
        assertThat(mismatches.recorded()).hasSize(1);
    }

    /** A superuser with the home's files changes event, entry and hash together, and the ledger grows on over it. */
    @Test
    void theSameDifferenceUnderAGrowingLedgerIsRecordedOnce() throws IOException {
        tiles().change(3, Part.ENTRY, Part.HASH);
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            awaitRounds(scrubber, 2);
            List<Finding> first = List.copyOf(mismatches.recorded());
            assertThat(first)
                    .containsExactly(
                            new Finding(0, "entries and hashes were changed together in tile/entries/000"),
                            new Finding(3, "the log holds something else than the ledger"));
            for (int count : new int[] {30, 400}) {
                ledger.follow(log.grow(count));
                awaitRounds(scrubber, 2);
            }
            assertThat(mismatches.recorded()).containsExactlyElementsOf(first);
        }
    }

    /** With database and files in hand: a flipped entry is to draw the eye from a row that was changed with its hash. */
    @Test
    void eachOfTwoChangedEventsIsRecordedWhicheverSideWasChanged() throws IOException {
        tiles().change(5, Part.ENTRY);
        tiles().change(600, Part.HASH, Part.ROW);
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            awaitRounds(scrubber, 2);
            assertThat(scrubber.status().found()).isEqualTo(3);
        }
        assertThat(mismatches.recorded())
                .containsExactly(
                        new Finding(5, "its entry in tile/entries/000 was changed; the hash is the signed one"),
                        new Finding(600, "its hash in tile/0/002 was changed; the entry is the signed one"),
                        new Finding(600, "its row in the log was changed as well, to what the changed hash says"));
    }

    @Test
    void whatIsBehindHundredsOfOthersIsRecordedToo() {
        for (int index = 0; index < 300; index++) {
            bend(index);
        }
        bend(600);
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            awaitRounds(scrubber, 2);
            assertThat(scrubber.status().found()).isEqualTo(301);
            assertThat(scrubber.status().findings()).hasSizeLessThan(301);
        }
        assertThat(mismatches.recorded())
                .extracting(Finding::index)
                .hasSize(301)
                .endsWith(600L);
    }

    @Test
    void aMismatchIsRememberedOverARestartWithoutBeingRecordedAgain() {
        bend(3);
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            awaitRounds(scrubber, 1);
        }
        ScrubPace slow = new ScrubPace(1, Duration.ofSeconds(1));
        try (LedgerScrubber scrubber = scrub(log, slow)) {
            await().until(() -> scrubber.status().found() == 1);
            assertThat(scrubber.status().rounds()).isZero();
        }
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            awaitRounds(scrubber, 2);
            assertThat(scrubber.status().found()).isEqualTo(1);
        }
        assertThat(mismatches.recorded()).hasSize(1);
    }

    @Test
    void aMismatchThatTheLogDoesNotTakeIsShownAllTheSameAndRecordedLater() {
        LogRow right = bend(512);
        mismatches.away(true);
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            await().until(() ->
                    scrubber.status().found() == 1 && scrubber.status().rounds() > 0);
            assertThat(scrubber.status().trouble()).contains("not in the log yet");
            assertThat(mismatches.recorded()).isEmpty();
            log.rows.set(512, right);
            awaitRounds(scrubber, 2);
            assertThat(scrubber.status().found()).as("put right again").isZero();
            mismatches.away(false);
            await().until(() -> mismatches.recorded().size() == 1);
            awaitRounds(scrubber, 1);
            assertThat(scrubber.status().trouble()).isNull();
        }
    }

    @Test
    void aLogThatIsAwayIsNoMismatch() {
        boolean[] away = {true};
        EntrySource source = (first, most, sink) -> {
            if (away[0] && first >= 256) {
                throw new IOException("the database is away");
            }
            log.read(first, most, sink);
        };
        try (LedgerScrubber scrubber = scrub(source, FAST)) {
            await().until(() -> String.valueOf(scrubber.status().trouble()).contains("away"));
            away[0] = false;
            awaitRounds(scrubber, 1);
            assertThat(scrubber.status().found()).isZero();
            assertThat(scrubber.status().trouble()).isNull();
        }
    }

    /** Whoever has the database refuse this one reading must not silence the scrubber with it. */
    @Test
    void aLogThatAnswersOthersIsNotAwayForEver() {
        boolean[] away = {true};
        EntrySource source = (first, most, sink) -> {
            if (away[0] && first >= 256) {
                throw new IOException("the database is away");
            }
            log.read(first, most, sink);
        };
        beats.set(false);
        try (LedgerScrubber scrubber = scrub(source, FAST)) {
            long rounds = InVain.MOST + 1;
            await().atMost(PATIENCE).until(() -> scrubber.status().events() >= rounds * 256);
            assertThat(scrubber.status().blind()).as("nobody is answered").isFalse();
            beats.set(true);
            await().atMost(PATIENCE).until(() -> scrubber.status().blind());
            assertThat(scrubber.status().trouble()).contains("away");
            away[0] = false;
            awaitRounds(scrubber, 1);
            assertThat(scrubber.status().blind()).isFalse();
            assertThat(scrubber.status().trouble()).isNull();
        }
    }

    /** Whoever ends its readings now here, now there, lets each round come further, and none to its end. */
    @Test
    void roundsThatComeFurtherEachTimeAndNeverToTheEndAreAnAlarmUntilOneDoes() {
        boolean[] away = {true};
        int[] ended = {0};
        EntrySource source = (first, most, sink) -> {
            // Two rounds end in the second bundle, two in the third, and all others where the log is to begin.
            long at = ended[0] < 2 ? 256 : ended[0] < 4 ? 512 : Long.MIN_VALUE;
            if (away[0] && first == at) {
                ended[0]++;
                ledger.follow(log.grow(1));
                throw new IOException("the database is away");
            }
            log.read(first, most, sink);
        };
        mismatches.forgets(true);
        try (LedgerScrubber scrubber = scrub(source, FAST)) {
            await().atMost(PATIENCE).until(() -> scrubber.status().blind());
            assertThat(scrubber.status().rounds()).isZero();
            mismatches.forgets(false);
            long events = scrubber.status().events();
            await().atMost(PATIENCE).until(() -> scrubber.status().events() > events);
            assertThat(scrubber.status().blind()).as("a round goes on").isTrue();
            away[0] = false;
            awaitRounds(scrubber, 1);
            assertThat(scrubber.status().blind()).isFalse();
            assertThat(scrubber.status().trouble()).isNull();
        }
    }

    /** A reading that neither fails nor ends keeps the thread: who asks for the status is told all the same. */
    @Test
    void aReadingThatHangsIsAnAlarmAfterADay() {
        CountDownLatch hangs = new CountDownLatch(1);
        EntrySource source = (first, most, sink) -> {
            held(hangs);
            log.read(first, most, sink);
        };
        AtomicLong now = new AtomicLong();
        ScrubbedLedger scrubbed = new ScrubbedLedger(
                ledger.files(), LedgerFolder.existing(home.resolve("secrets")), ledger::keys, () -> log.rows.size());
        InVain inVain = new InVain(beats::get, FAST, now::get);
        try (LedgerScrubber scrubber = LedgerScrubber.start(scrubbed, source, inVain, mismatches, FAST)) {
            now.addAndGet(InVain.LONGEST.toNanos());
            assertThat(scrubber.status().blind()).isFalse();
            now.addAndGet(1);
            assertThat(scrubber.status().blind()).isTrue();
            assertThat(scrubber.status().trouble()).isEqualTo("no round was completed for 24 hours");
            hangs.countDown();
            awaitRounds(scrubber, 1);
            assertThat(scrubber.status().blind()).isFalse();
            assertThat(scrubber.status().trouble()).isNull();
        }
    }

    /** Keys, memory and size are read one after the other, and keys may be replaced between any two of them. */
    @Test
    void aRotationWhileARoundBeginsIsNoMismatch() throws IOException {
        List<VerifierKey> former = ledger.keys();
        ledger.rotate(log);
        byte[] ofFormer = ledger.files().read("rotation/" + EVENTS);
        for (int moment = 0; moment < 6; moment++) {
            int replacedAt = moment;
            AtomicInteger reads = new AtomicInteger();
            ScrubbedLedger rotating = new ScrubbedLedger(
                    ledger.files(),
                    path -> reads.getAndIncrement() < replacedAt
                            ? ofFormer
                            : LedgerFolder.existing(home.resolve("secrets")).read(path),
                    () -> reads.getAndIncrement() < replacedAt ? former : ledger.keys(),
                    () -> reads.getAndIncrement() < replacedAt ? EVENTS : EVENTS + 1);
            try (LedgerScrubber scrubber = LedgerScrubber.start(rotating, log, () -> true, mismatches, FAST)) {
                awaitRounds(scrubber, 1);
            }
            assertThat(mismatches.recorded()).as("replaced at read %d", moment).isEmpty();
        }
    }

    @Test
    void whatCannotBeReadIsNamedAndTheRestIsComparedAllTheSame() throws IOException {
        bend(699);
        Path tile = ledger.folder().resolve("tile/0/001");
        Files.delete(tile);
        Files.createDirectory(tile);
        LogRow gone = ListedRows.row(3, "{}");
        log.rows.set(
                3,
                new LogRow(
                        3,
                        "Device",
                        "device-3",
                        0,
                        "event-3",
                        "command-3",
                        0,
                        gone.name(),
                        1,
                        gone.recordedAt(),
                        NOTHING,
                        gone.metadata()));
        EntrySource source = (first, most, sink) -> log.read(first, most, row -> {
            if (row.index() == 5) {
                throw new IllegalStateException("no time");
            }
            sink.accept(row);
        });
        try (LedgerScrubber scrubber = scrub(source, FAST)) {
            awaitRounds(scrubber, 2);
            assertThat(scrubber.status().findings())
                    .extracting(Finding::index)
                    .contains(3L, 5L, 256L, 699L)
                    .doesNotContain(4L, 6L);
        }
        assertThat(mismatches.recorded()).extracting(Finding::index).doesNotHaveDuplicates();
    }

    @Test
    void aLogThatCannotTellWhatWasRecordedIsComparedAllTheSame() {
        bend(421);
        mismatches.forgets(true);
        try (LedgerScrubber scrubber = scrub(log, FAST)) {
            await().until(() -> scrubber.status().found() == 1);
            awaitRounds(scrubber, 2);
            assertThat(scrubber.status().trouble()).contains("what was recorded before cannot be read");
            mismatches.forgets(false);
            awaitRounds(scrubber, 2);
            assertThat(scrubber.status().trouble()).isNull();
        }
        assertThat(mismatches.recorded()).hasSize(1);
    }

    @Test
    void aRoundThatEndsEarlyForAnotherReasonThanALogThatIsAwayIsAnAlarm() {
        boolean[] ill = {true};
        EntrySource source = (first, most, sink) -> {
            if (ill[0] && first >= 256) {
                throw new StackOverflowError();
            }
            log.read(first, most, sink);
        };
        try (LedgerScrubber scrubber = scrub(source, FAST)) {
            await().until(() -> scrubber.status().blind());
            assertThat(scrubber.status().trouble()).contains("StackOverflowError");
            ill[0] = false;
            awaitRounds(scrubber, 1);
            assertThat(scrubber.status().blind()).isFalse();
            assertThat(scrubber.status().trouble()).isNull();
        }
    }

    /** Else a machine that was held up would have to do the work of the pause at once afterwards. */
    @Test
    void aRoundThatWasHeldUpGoesOnAtItsPaceWithoutABurst() {
        CountDownLatch never = new CountDownLatch(1);
        long[] heldUntil = {0};
        EntrySource source = (first, most, sink) -> {
            if (first == 256 && heldUntil[0] == 0) {
                held(never, Duration.ofMillis(800));
                heldUntil[0] = System.nanoTime();
            }
            log.read(first, most, sink);
        };
        try (LedgerScrubber scrubber = scrub(source, new ScrubPace(1_000, Duration.ofMillis(100)))) {
            awaitRounds(scrubber, 1);
            assertThat(Duration.ofNanos(System.nanoTime() - heldUntil[0]))
                    .as("the last 188 events")
                    .isGreaterThanOrEqualTo(Duration.ofMillis(188));
        }
    }

    private static void held(CountDownLatch until) {
        try {
            assertThat(until.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void held(CountDownLatch never, Duration by) {
        try {
            assertThat(never.await(by.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void theRoundTakesAtLeastItsTimeAndIsLeftAtOnceWhenClosed() {
        long begun = System.nanoTime();
        try (LedgerScrubber scrubber = scrub(log, new ScrubPace(1_000, Duration.ofMillis(100)))) {
            awaitRounds(scrubber, 1);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(700));
        begun = System.nanoTime();
        try (LedgerScrubber scrubber = scrub(log, new ScrubPace(1, Duration.ofDays(1)))) {
            await().until(() -> scrubber.status().events() == 256);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        assertThatThrownBy(() -> new ScrubPace(0, Duration.ofHours(1))).hasMessageContaining("events-per-second");
        assertThatThrownBy(() -> new ScrubPace(1, Duration.ZERO)).hasMessageContaining("pause");
    }
}
