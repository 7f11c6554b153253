package io.devicetrail.audit.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.verify.Verdict.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** However much differs, or once did: what is found today reaches the log, by itself or counted with others. */
@Requirement("11.10(a)")
class RecordingTest {
    private static final int MOST = Recording.MOST_OF_A_ROUND;
    private static final long SIZE = 1_000_000;

    private final MismatchesInMemory mismatches = new MismatchesInMemory();
    private long now;
    private final Recording recording = new Recording(mismatches, () -> now);

    private void round(List<Finding> findings) {
        recording.beginRound();
        findings.forEach(recording::found);
        recording.endRound();
        recording.record(SIZE);
    }

    private void pass(Duration time) {
        now += time.toNanos();
    }

    private static Finding changed(long index) {
        return new Finding(index, "the log holds something else than the ledger");
    }

    private static List<Finding> changed(long from, long to) {
        return LongStream.range(from, to).mapToObj(RecordingTest::changed).toList();
    }

    private static List<Finding> and(List<Finding> some, Finding... more) {
        List<Finding> all = new ArrayList<>(some);
        all.addAll(List.of(more));
        return all;
    }

    private List<Finding> recorded() {
        return List.copyOf(mismatches.recorded());
    }

    @Test
    void whatIsBeyondTheMostOfARoundIsRecordedAsOneAndOnce() {
        List<Finding> all = changed(0, MOST + 500);
        for (int i = 0; i < 3; i++) {
            round(all);
        }
        assertThat(recorded()).hasSize(MOST + 1).startsWith(changed(0, MOST).toArray(Finding[]::new));
        Finding rest = recorded().getLast();
        assertThat(rest.index()).isEqualTo(MOST);
        assertThat(rest.what()).contains("500 more differ, from here to event " + (MOST + 499));
    }

    @Test
    void oneThatIsChangedBehindAsManyAsARoundNamesIsNamedByItself() {
        List<Finding> decoys = changed(0, MOST);
        round(decoys);
        round(and(decoys, changed(70_000)));
        assertThat(recorded()).hasSize(MOST + 1);
        assertThat(recorded().getLast().index()).isEqualTo(70_000);
        assertThat(recorded().getLast().what()).endsWith(": the log holds something else than the ledger");
    }

    /** First, last and number are the same: the hash is not. */
    @Test
    void anotherAmongManyIsAnotherRecord() {
        List<Finding> decoys = changed(0, MOST);
        round(and(decoys, changed(70_000), changed(80_000), changed(90_000)));
        round(and(decoys, changed(70_000), changed(80_001), changed(90_000)));
        assertThat(recorded()).hasSize(MOST + 2).doesNotHaveDuplicates();
    }

    @Test
    void whatWasPutRightTakesNoPlaceOfWhatIsFoundLater() {
        for (int accident = 0; accident < 20; accident++) {
            round(changed((long) accident * MOST, (accident + 1L) * MOST));
            round(List.of());
        }
        round(List.of(changed(70_000)));
        assertThat(recorded()).hasSize(20 * MOST + 1).endsWith(changed(70_000));
    }

    @Test
    void whatTheLogDoesNotTakeIsTroubleAndRecordedLater() {
        recording.recall();
        mismatches.away(true);
        round(changed(0, MOST + 500));
        round(List.of(changed(70_000)));
        assertThat(recording.trouble()).contains("not in the log yet");
        mismatches.away(false);
        pass(BackOff.SHORTEST);
        round(List.of());
        assertThat(recording.trouble()).isNull();
        assertThat(recorded()).hasSize(MOST + 2);
        assertThat(recorded().get(MOST).what()).contains("500 more differ");
        assertThat(recorded().getLast().index()).isEqualTo(70_000);
    }

    @Test
    void oneThatIsRefusedKeepsNoOtherFromBeingRecorded() {
        recording.recall();
        mismatches.refuses(changed(3)::equals);
        round(changed(0, 10));
        assertThat(recorded()).hasSize(9).doesNotContain(changed(3));
        assertThat(recording.trouble()).contains("not in the log yet", "enough for today");
        round(List.of(changed(20)));
        assertThat(recorded()).as("found while the refused one waits").endsWith(changed(20));
        assertThat(recording.trouble()).contains("not in the log yet");
        mismatches.refuses(finding -> false);
        pass(BackOff.LONGEST);
        round(List.of());
        assertThat(recorded()).endsWith(changed(3));
        assertThat(recording.trouble()).isNull();
    }

    @Test
    void whatWasRefusedIsOfferedLaterAndLater() {
        mismatches.refuses(finding -> true);
        recording.found(changed(3));
        long before = 0;
        for (Duration wait = BackOff.SHORTEST; wait.compareTo(BackOff.LONGEST) < 0; wait = wait.multipliedBy(2)) {
            recording.record(SIZE);
            assertThat(mismatches.asked()).isEqualTo(++before);
            pass(wait.minusNanos(1));
            recording.record(SIZE);
            assertThat(mismatches.asked()).as("before %s", wait).isEqualTo(before);
            pass(Duration.ofNanos(1));
        }
        for (int i = 0; i < 3; i++) {
            recording.record(SIZE);
            pass(BackOff.LONGEST);
        }
        assertThat(mismatches.asked()).as("never later than that").isEqualTo(before + 3);
    }

    /** Each of them may take as long as the log's patience. */
    @Test
    void aLogThatIsAwayIsAskedOnceAndNotForEach() {
        mismatches.away(true);
        round(changed(0, 10));
        round(changed(10, 20));
        assertThat(mismatches.asked()).isEqualTo(1);
        mismatches.away(false);
        pass(BackOff.SHORTEST);
        round(List.of());
        assertThat(recorded()).hasSize(20);
    }
}
