package io.devicetrail.commandside.ledger;

import io.devicetrail.commandside.Fixtures;
import io.devicetrail.domain.ledger.LedgerCommand.RecordMismatch;
import io.devicetrail.domain.ledger.LedgerEvent.LedgerMismatchFound;
import io.devicetrail.domain.ledger.LedgerId;
import java.util.List;
import java.util.stream.LongStream;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RecordMismatchTest {
    private static final LedgerId LEDGER = new LedgerId("example.com/ledger");
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
    void aPastThatWasChangedAsAWholeDoesNotFillTheLog() {
        List<LedgerMismatchFound> most = LongStream.range(0, LedgerAggregate.MOST_MISMATCHES)
                .mapToObj(index -> found(index, WHAT))
                .toList();
        ledger.given(most)
                .when(record(5_000L, WHAT))
                .expectSuccessfulHandlerExecution()
                .expectNoEvents();
    }

    /** The checkpoint has grown meanwhile, which makes it no other mismatch. */
    private static RecordMismatch record(@Nullable Long index, String what) {
        return new RecordMismatch(LEDGER, index, what, 700);
    }

    private static LedgerMismatchFound found(@Nullable Long index, String what) {
        return new LedgerMismatchFound(LEDGER, index, what, 700);
    }
}
