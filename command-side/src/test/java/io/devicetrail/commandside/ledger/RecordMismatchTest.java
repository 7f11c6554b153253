package io.devicetrail.commandside.ledger;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.ledger.LedgerCommand.RecordMismatch;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerMismatchFound;
import io.devicetrail.domain.ledger.LedgerId;
import io.devicetrail.domain.ledger.LedgerRejection.MismatchesOfTheDayRecorded;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMismatchTest {
    private static final LedgerId LEDGER = new LedgerId("example.com/ledger");
    private static final Instant MORNING = Instant.parse("2026-11-22T08:00:00Z");
    private static final String WHAT = "the log holds something else than the ledger";

    private final AggregateTestFixture<LedgerAggregate> ledger =
            Fixtures.fixture(LedgerAggregate.class, Fixtures.world());

    @Test
    void aMismatchIsRecordedOnce() {
        ledger.givenNoPriorActivity().when(record(421L, WHAT)).expectEvents(found(421L, WHAT));
        ledger.given(found(421L, WHAT))
                .when(record(421L, WHAT))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    @Test
    void anotherPlaceOrAnotherKindIsAnotherMismatch() {
        ledger.given(found(421L, WHAT)).when(record(422L, WHAT)).expectEvents(found(422L, WHAT));
        ledger.given(found(421L, WHAT)).when(record(421L, "it is gone")).expectEvents(found(421L, "it is gone"));
        ledger.given(found(421L, WHAT)).when(record(null, WHAT)).expectEvents(found(null, WHAT));
    }

    @Test
    void aPastThatWasChangedAsAWholeDoesNotFillTheLogAndThatIsAnswered() {
        ledger.givenCurrentTime(MORNING)
                .andGiven(asManyAsOfADay())
                .when(record(20_000L, WHAT))
                .expectNoEvents()
                .expectExceptionDetails(new MismatchesOfTheDayRecorded(LedgerAggregate.MOST_OF_A_DAY));
        ledger.givenCurrentTime(MORNING)
                .andGiven(asManyAsOfADay())
                .when(record(3L, WHAT))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    /** An accident that was put right years ago, or an attack that was meant to use the place up. */
    @Test
    void whatWasRecordedOnAnotherDaySilencesNothing() {
        ledger.givenCurrentTime(MORNING.minus(Duration.ofDays(800)))
                .andGiven(asManyAsOfADay())
                .when(record(20_000L, WHAT))
                .expectEvents(found(20_000L, WHAT));
    }

    private static List<LedgerMismatchFound> asManyAsOfADay() {
        return LongStream.range(0, LedgerAggregate.MOST_OF_A_DAY)
                .mapToObj(index -> found(index, WHAT))
                .toList();
    }

    /** The checkpoint has grown meanwhile, which makes it no other mismatch. */
    private static RecordMismatch record(@Nullable Long index, String what) {
        return new RecordMismatch(LEDGER, index, what, 700, MORNING);
    }

    private static LedgerMismatchFound found(@Nullable Long index, String what) {
        return new LedgerMismatchFound(LEDGER, index, what, 700);
    }
}
