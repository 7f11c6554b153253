package io.devicetrail.audit.scrub;

import static org.assertj.core.api.Assertions.assertThat;

import io.devicetrail.audit.Requirement;
import io.devicetrail.audit.verify.Verdict.Finding;
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
    private final Recording recording = new Recording(mismatches);

    private void round(List<Finding> findings) {
        recording.beginRound();
        findings.forEach(recording::found);
        recording.endRound();
        recording.record(SIZE);
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
        round(List.of());
        assertThat(recording.trouble()).isNull();
        assertThat(recorded()).hasSize(MOST + 2);
        assertThat(recorded().get(MOST).what()).contains("500 more differ");
        assertThat(recorded().getLast().index()).isEqualTo(70_000);
    }
}
